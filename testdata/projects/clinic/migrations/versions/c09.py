"""rooms, whose names ignore case"""
from alembic import op

revision = "c09"
down_revision = "c08"


def upgrade():
    op.execute("CREATE TABLE rooms (id smallserial PRIMARY KEY, name citext NOT NULL, floor smallint DEFAULT 0 NOT NULL, CONSTRAINT uq_rooms_name UNIQUE (name))")

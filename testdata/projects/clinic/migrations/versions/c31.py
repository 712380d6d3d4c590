"""labels"""
from alembic import op

revision = "c31"
down_revision = "c30"


def upgrade():
    op.execute("CREATE TABLE labels (appointment integer NOT NULL, label citext NOT NULL, PRIMARY KEY (appointment, label))")

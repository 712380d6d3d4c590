"""an appointment has a room"""
from alembic import op

revision = "c11"
down_revision = "c10"


def upgrade():
    op.execute("ALTER TABLE appointments ADD COLUMN room smallint REFERENCES rooms")

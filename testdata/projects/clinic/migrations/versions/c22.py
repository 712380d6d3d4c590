"""notes are remarks"""
from alembic import op

revision = "c22"
down_revision = "c21"


def upgrade():
    op.alter_column("appointments", "notes", new_column_name="remarks")

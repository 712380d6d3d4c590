"""notes"""
import sqlalchemy as sa
from alembic import op

revision = "c05"
down_revision = "c04"


def upgrade():
    op.add_column("visits", sa.Column("notes", sa.Text))

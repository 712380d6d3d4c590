"""the first revision of tables that create_all made"""
import sqlalchemy as sa
from alembic import op

revision = "n1"
down_revision = None


def upgrade():
    op.add_column("notes", sa.Column("pinned", sa.Boolean, server_default=sa.false(), nullable=False))
    op.create_index("ix_notes_author", "notes", ["author"])

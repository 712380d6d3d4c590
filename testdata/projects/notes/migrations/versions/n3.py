"""folders"""
import sqlalchemy as sa
from alembic import op

revision = "n3"
down_revision = "n2"


def upgrade():
    op.create_table("folders", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(80), nullable=False))
    op.add_column("notes", sa.Column("folder", sa.Integer))
    op.create_foreign_key("fk_notes_folder", "notes", "folders", ["folder"], ["id"])

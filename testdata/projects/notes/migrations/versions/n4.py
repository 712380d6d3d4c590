"""titles are unique in a folder"""
from alembic import op

revision = "n4"
down_revision = "n3"


def upgrade():
    op.create_unique_constraint("uq_notes_title", "notes", ["folder", "title"])

"""authors have a language"""
import sqlalchemy as sa
from alembic import op

revision = "n2"
down_revision = "n1"


def upgrade():
    op.add_column("authors", sa.Column("language", sa.String(5)))
    op.alter_column("authors", "name", type_=sa.String(120), existing_type=sa.String(80), existing_nullable=False)

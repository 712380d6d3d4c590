"""ages"""
from alembic import op

revision = "c25"
down_revision = "c24"


def upgrade():
    op.execute("ALTER TABLE people ADD COLUMN born date, ADD COLUMN known_since timestamptz DEFAULT now()")

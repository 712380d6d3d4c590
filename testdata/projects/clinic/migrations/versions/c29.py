"""phones ignore case"""
from alembic import op

revision = "c29"
down_revision = "c28"


def upgrade():
    op.execute("DROP INDEX uq_people_phone")
    op.execute("ALTER TABLE people ALTER COLUMN phone TYPE citext")

"""ids that do not tell the machine"""
from alembic import op

revision = "c37"
down_revision = "c36"


def upgrade():
    op.execute("ALTER TABLE people ALTER COLUMN id SET DEFAULT uuid_generate_v1mc()")

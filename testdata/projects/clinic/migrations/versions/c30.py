"""an index that covers"""
from alembic import op

revision = "c30"
down_revision = "c29"


def upgrade():
    op.execute("CREATE INDEX ix_bills_number ON bills (number) INCLUDE (net)")

"""a sequence for invoices"""
from alembic import op

revision = "c19"
down_revision = "c18"


def upgrade():
    op.execute("CREATE SEQUENCE invoice_number START 1000 INCREMENT 5")

"""invoices are bills, and so are their constraints"""
from alembic import op

revision = "c26"
down_revision = "c25"


def upgrade():
    op.execute("ALTER TABLE invoices RENAME TO bills")
    op.execute("ALTER TABLE bills RENAME CONSTRAINT invoices_pkey TO bills_pkey")
    op.execute("ALTER TABLE bills RENAME CONSTRAINT invoices_appointment_fkey TO bills_appointment_fkey")

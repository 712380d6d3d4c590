"""invoices"""
import sqlalchemy as sa
from alembic import op

revision = "bill_1"
down_revision = "2f6e0d9b41aa"
branch_labels = "billing"


def upgrade():
    op.create_table(
        "invoices",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("order_id", sa.BigInteger, nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("due", sa.Date),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_invoices_order"),
        sa.UniqueConstraint("number", name="uq_invoices_number"),
    )

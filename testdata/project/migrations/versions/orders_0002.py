"""orders, with an enum, an identity column, a check and a foreign key"""
import sqlalchemy as sa
from alembic import op

revision = "orders_0002"
down_revision = "base_0001"

status = sa.Enum("new", "paid", "sent", name="order_status")


def upgrade():
    op.create_table(
        "orders",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True, autoincrement=True),
        sa.Column("customer_id", sa.Integer, sa.ForeignKey("customers.id", name="fk_orders_customer", ondelete="CASCADE"), nullable=False),
        sa.Column("status", status, server_default="new", nullable=False),
        sa.Column("total", sa.Numeric(10, 2), server_default="0.00", nullable=False),
        sa.CheckConstraint("total >= 0", name="ck_orders_total"),
    )
    op.create_index("ix_orders_customer", "orders", ["customer_id", "status"])

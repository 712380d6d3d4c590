"""search by the beginning of an address, whatever its case"""
import sqlalchemy as sa
from alembic import op

revision = "search_8"
down_revision = "batch_ops"


def upgrade():
    if op.get_context().dialect.name == "postgresql":
        op.create_index("ix_customers_email_lower", "customers", [sa.text("lower(email)")], unique=True)
        op.create_index("ix_orders_open", "orders", [sa.text("total DESC")], postgresql_where=sa.text("total > 0"))
    else:
        op.create_index("ix_customers_email_start", "customers", ["email"], mysql_length={"email": 20})
        op.create_index("ix_orders_open", "orders", ["total"])

"""orders come back; payments have a type of their own"""
import sqlalchemy as sa
from alembic import op

revision = "enum_grow"
down_revision = "view_1"

old = sa.Enum("new", "paid", "sent", name="order_status")
new = sa.Enum("new", "paid", "returned", "sent", name="order_status")
method = sa.Enum("card", "cash", name="method")


def upgrade():
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER TYPE order_status ADD VALUE 'returned' AFTER 'paid'")
        method.create(op.get_bind())
    else:
        op.alter_column("orders", "status", type_=new, existing_type=old, existing_nullable=False, existing_server_default="new")
    op.add_column("invoices", sa.Column("method", method))

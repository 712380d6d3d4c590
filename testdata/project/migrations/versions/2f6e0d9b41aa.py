"""flags and notes"""
import sqlalchemy as sa
from alembic import op

revision = "2f6e0d9b41aa"
down_revision = "orders_0002"


def upgrade():
    op.add_column("orders", sa.Column("gift", sa.Boolean, server_default=sa.false(), nullable=False))
    op.add_column("orders", sa.Column("note", sa.Text))
    op.add_column("customers", sa.Column("country", sa.String(2), server_default="de", nullable=False))

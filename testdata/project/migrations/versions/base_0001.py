"""customers

Ids are words here as often as hexadecimal numbers.
"""
import sqlalchemy as sa
from alembic import op

revision = "base_0001"
down_revision = None
branch_labels = ("shop",)


def upgrade():
    op.create_table(
        "customers",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("email", sa.String(120), nullable=False),
        sa.Column("name", sa.Unicode(80)),
        sa.Column("created_at", sa.DateTime, server_default=sa.func.now(), nullable=False),
        sa.UniqueConstraint("email", name="uq_customers_email"),
    )

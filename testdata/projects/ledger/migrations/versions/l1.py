"""accounts and entries, whose keys have no names"""
import sqlalchemy as sa
from alembic import op

revision = "l1"
down_revision = None


def upgrade():
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String(20), nullable=False, unique=True),
        sa.Column("name", sa.String(40)),
    )
    op.create_table(
        "entries",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("account", sa.Integer, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("against", sa.Integer, sa.ForeignKey("accounts.id")),
        sa.Column("amount", sa.Numeric(12, 2), nullable=False),
    )

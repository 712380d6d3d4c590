"""a history of its own for the audit"""
import sqlalchemy as sa
from alembic import op

revision = "audit_1"
down_revision = None
branch_labels = "audit"


def upgrade():
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime),
    )

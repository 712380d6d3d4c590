"""a price"""
import sqlalchemy as sa
from alembic import op

revision = "c16"
down_revision = "c15"


def upgrade():
    op.add_column("appointments", sa.Column("price", sa.Numeric(10, 2), server_default="0", nullable=False))

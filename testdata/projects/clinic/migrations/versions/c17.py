"""a higher price"""
import sqlalchemy as sa
from alembic import op

revision = "c17"
down_revision = "c16"


def upgrade():
    op.alter_column("appointments", "price", type_=sa.Numeric(12, 2))

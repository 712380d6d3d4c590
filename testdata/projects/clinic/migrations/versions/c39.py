"""more floors"""
import sqlalchemy as sa
from alembic import op

revision = "c39"
down_revision = "c38"


def upgrade():
    op.alter_column("rooms", "floor", type_=sa.Integer)

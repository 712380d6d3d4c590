"""a bill is paid"""
import sqlalchemy as sa
from alembic import op

revision = "c27"
down_revision = "c26"


def upgrade():
    method = sa.Enum("card", "cash", name="payment")
    method.create(op.get_bind())
    op.add_column("bills", sa.Column("paid_by", method))

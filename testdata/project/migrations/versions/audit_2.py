"""the audit knows orders

It needs what shop has: with it applied, one row of the version table stands for both heads.
"""
import sqlalchemy as sa
from alembic import op

revision = "audit_2"
down_revision = "audit_1"
depends_on = "trigger_off"


def upgrade():
    op.add_column("audit", sa.Column("order_id", sa.BigInteger, sa.ForeignKey("orders.id", name="fk_audit_order")))

"""a view of what the audit says of orders

It needs the audit's tables, so that from here on one row stands for both heads until either goes on.
"""
from alembic import op

revision = "view_1"
down_revision = "trigger_off"
depends_on = ("audit_2",)


def upgrade():
    op.execute("CREATE VIEW audited AS SELECT a.what, o.id AS order_id, o.total FROM audit a JOIN orders o ON o.id = a.order_id")

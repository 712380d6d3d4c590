"""the takings are called issues, and the view of what is gone is no longer wanted"""
from alembic import op

revision = "d6"
down_revision = "d5"


def upgrade():
    op.execute("DROP VIEW gone")
    op.rename_table("takings", "issues")
    if op.get_context().dialect.name != "postgresql":
        op.execute("DROP EVENT nightly")
        op.execute("DROP PROCEDURE emptied")

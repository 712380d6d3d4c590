"""keys dropped by the names that the server gave, and made again"""
from alembic import op

revision = "l2"
down_revision = "l1"


def upgrade():
    mysql = op.get_context().dialect.name != "postgresql"
    op.drop_constraint("entries_ibfk_1" if mysql else "entries_account_fkey", "entries", type_="foreignkey")
    op.create_foreign_key(None, "entries", "accounts", ["account"], ["id"], ondelete="CASCADE")

"""entries are bookings"""
from alembic import op

revision = "l5"
down_revision = "l4"


def upgrade():
    op.rename_table("entries", "bookings")

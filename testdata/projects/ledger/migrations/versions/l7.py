"""the key of before is dropped for good"""
from alembic import op

revision = "l7"
down_revision = "l6"


def upgrade():
    mysql = op.get_context().dialect.name != "postgresql"
    op.drop_constraint("bookings_ibfk_1" if mysql else "entries_against_fkey", "bookings", type_="foreignkey")

"""the trigger has done its work"""
import sqlalchemy as sa
from alembic import op

revision = "trigger_off"
down_revision = "trigger_on"


def upgrade():
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP TRIGGER orders_note ON orders")
        op.execute("DROP FUNCTION fill_note()")
    else:
        op.execute("DROP TRIGGER orders_note")
    op.alter_column("orders", "note", type_=sa.String(200), existing_type=sa.Text)

"""longer texts, wherever there are short ones"""
import sqlalchemy as sa
from alembic import op

revision = "l6"
down_revision = "l5"


COLUMNS = """SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = {} AND character_maximum_length = 40 ORDER BY table_name, column_name"""


def upgrade():
    here = "current_schema()" if op.get_context().dialect.name == "postgresql" else "database()"
    for table, column in op.get_bind().execute(sa.text(COLUMNS.format(here))).fetchall():
        op.alter_column(table, column, type_=sa.String(60), existing_type=sa.String(40))

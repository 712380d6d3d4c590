"""all tables get a tenant"""
import sqlalchemy as sa
from alembic import op

revision = "l3"
down_revision = "l2"


TABLES = """SELECT table_name FROM information_schema.tables
    WHERE table_schema = {} AND table_type = 'BASE TABLE' AND table_name <> 'alembic_version' ORDER BY table_name"""


def upgrade():
    here = "current_schema()" if op.get_context().dialect.name == "postgresql" else "database()"
    for (table,) in op.get_bind().execute(sa.text(TABLES.format(here))).fetchall():
        op.add_column(table, sa.Column("tenant", sa.Integer, server_default="0", nullable=False))

"""users, and what is counted of them"""
import sqlalchemy as sa
from alembic import op

revision = "f1"
down_revision = None


def upgrade(engine_name):
    globals()["upgrade_" + engine_name]()


def upgrade_():
    op.create_table("users", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(40), unique=True))


def upgrade_stats():
    op.create_table("visits", sa.Column("day", sa.Date, primary_key=True), sa.Column("users", sa.Integer, server_default="0", nullable=False))

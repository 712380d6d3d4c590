"""posts are counted too"""
import sqlalchemy as sa
from alembic import op

revision = "f3"
down_revision = "f2"


def upgrade(engine_name):
    globals()["upgrade_" + engine_name]()


def upgrade_():
    pass


def upgrade_stats():
    op.add_column("visits", sa.Column("posts", sa.Integer, server_default="0", nullable=False))

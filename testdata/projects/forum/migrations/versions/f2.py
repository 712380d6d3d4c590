"""posts"""
import sqlalchemy as sa
from alembic import op

revision = "f2"
down_revision = "f1"


def upgrade(engine_name):
    globals()["upgrade_" + engine_name]()


def upgrade_():
    op.create_table(
        "posts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user", sa.Integer, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )


def upgrade_stats():
    pass

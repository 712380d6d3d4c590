"""likes"""
import sqlalchemy as sa
from alembic import op

revision = "f4"
down_revision = "f3"


def upgrade(engine_name):
    globals()["upgrade_" + engine_name]()


def upgrade_():
    op.add_column("posts", sa.Column("likes", sa.Integer, server_default="0", nullable=False))
    op.create_index("ix_posts_user", "posts", ["user", "likes"])


def upgrade_stats():
    op.alter_column("visits", "users", type_=sa.BigInteger, existing_type=sa.Integer, existing_nullable=False, existing_server_default="0")

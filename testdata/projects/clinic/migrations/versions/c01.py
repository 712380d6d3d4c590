"""extensions"""
from alembic import op

revision = "c01"
down_revision = None


def upgrade():
    op.execute("CREATE EXTENSION IF NOT EXISTS citext")
    op.execute("CREATE EXTENSION IF NOT EXISTS hstore")
    op.execute("CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\"")

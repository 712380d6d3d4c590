"""how long it takes"""
from alembic import op

revision = "c34"
down_revision = "c33"


def upgrade():
    op.execute("ALTER TABLE appointments ADD COLUMN takes interval DEFAULT '00:30:00' NOT NULL")

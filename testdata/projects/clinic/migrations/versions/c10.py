"""attributes are searched"""
from alembic import op

revision = "c10"
down_revision = "c09"


def upgrade():
    op.execute("CREATE INDEX ix_people_attributes ON people USING gin (attributes)")

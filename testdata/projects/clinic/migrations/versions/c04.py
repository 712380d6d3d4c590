"""an index with a descending column"""
from alembic import op

revision = "c04"
down_revision = "c03"


def upgrade():
    op.execute("CREATE INDEX ix_visits_person ON visits (person, at DESC)")

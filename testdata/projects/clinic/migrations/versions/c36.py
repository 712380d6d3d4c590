"""a search by parts of words"""
from alembic import op

revision = "c36"
down_revision = "c35"


def upgrade():
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute("CREATE INDEX ix_appointments_remarks ON appointments USING gin (remarks gin_trgm_ops)")

"""open ones are found quickly"""
from alembic import op

revision = "c24"
down_revision = "c23"


def upgrade():
    op.execute("CREATE INDEX ix_appointments_open ON appointments (at) WHERE status = 'open'")

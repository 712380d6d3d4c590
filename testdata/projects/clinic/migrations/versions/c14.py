"""what a form says"""
from alembic import op

revision = "c14"
down_revision = "c13"


def upgrade():
    op.execute("ALTER TABLE appointments ADD COLUMN form jsonb")
    op.execute("CREATE INDEX ix_appointments_form ON appointments USING gin (form jsonb_path_ops)")

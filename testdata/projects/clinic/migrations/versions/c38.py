"""a wider check"""
from alembic import op

revision = "c38"
down_revision = "c37"


def upgrade():
    op.execute("ALTER TABLE appointments DROP CONSTRAINT ck_appointments_notes")
    op.execute("ALTER TABLE appointments ADD CONSTRAINT ck_appointments_remarks CHECK (length(remarks) < 8000) NOT VALID")
    op.execute("ALTER TABLE appointments VALIDATE CONSTRAINT ck_appointments_remarks")

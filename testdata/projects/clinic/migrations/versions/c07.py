"""visits are appointments, and so are their constraints"""
from alembic import op

revision = "c07"
down_revision = "c06"


def upgrade():
    op.execute("ALTER TABLE visits RENAME TO appointments")
    op.execute("ALTER INDEX visits_pkey RENAME TO appointments_pkey")
    op.execute("ALTER SEQUENCE visits_id_seq RENAME TO appointments_id_seq")
    op.execute("ALTER TABLE appointments RENAME CONSTRAINT visits_person_fkey TO appointments_person_fkey")
    op.execute("ALTER INDEX ix_visits_person RENAME TO ix_appointments_person")

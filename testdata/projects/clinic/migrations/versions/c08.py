"""a check"""
from alembic import op

revision = "c08"
down_revision = "c07"


def upgrade():
    op.create_check_constraint("ck_appointments_notes", "appointments", "length(notes) < 4000")

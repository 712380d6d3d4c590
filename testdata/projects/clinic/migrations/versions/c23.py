"""an index less"""
from alembic import op

revision = "c23"
down_revision = "c22"


def upgrade():
    op.drop_index("ix_appointments_form")

"""labels go with their appointments"""
from alembic import op

revision = "c32"
down_revision = "c31"


def upgrade():
    op.create_foreign_key("fk_labels_appointment", "labels", "appointments", ["appointment"], ["id"], ondelete="CASCADE")

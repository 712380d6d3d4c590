"""when it was, the server knows; after all that billing has begun"""
import sqlalchemy as sa
from alembic import op

revision = "audit_3"
down_revision = "audit_2"
depends_on = "billing"


def upgrade():
    op.alter_column("audit", "at", existing_type=sa.DateTime, server_default=sa.func.now(), nullable=False)
    op.create_index("ix_audit_at", "audit", ["at"])

"""tags"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "c13"
down_revision = "c12"


def upgrade():
    op.add_column("appointments", sa.Column("tags", pg.ARRAY(sa.Text), server_default="{}", nullable=False))

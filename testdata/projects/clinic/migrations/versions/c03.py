"""visits, with an enum"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "c03"
down_revision = "c02"


def upgrade():
    op.create_table(
        "visits",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person", pg.UUID, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("status", sa.Enum("draft", "open", "closed", name="visit_status"), server_default="draft", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
    )

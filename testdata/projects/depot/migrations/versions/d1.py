"""parts and what is taken of them"""
import sqlalchemy as sa
from alembic import op

revision = "d1"
down_revision = None


def upgrade():
    op.create_table(
        "parts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("stock", sa.Integer, nullable=False, server_default="0"),
    )
    op.create_table(
        "takings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("part", sa.Integer, sa.ForeignKey("parts.id", name="fk_takings_part"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
    )

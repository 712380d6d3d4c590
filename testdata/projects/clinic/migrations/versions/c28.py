"""what is computed"""
from alembic import op

revision = "c28"
down_revision = "c27"


def upgrade():
    op.execute("ALTER TABLE bills ADD COLUMN net numeric(12,2) DEFAULT 0 NOT NULL, ADD COLUMN gross numeric(12,2) GENERATED ALWAYS AS (net * 1.19) STORED")

"""tags are labels"""
from alembic import op

revision = "c33"
down_revision = "c32"


def upgrade():
    op.execute("INSERT INTO labels SELECT id, unnest(tags) FROM appointments ON CONFLICT DO NOTHING")
    op.execute("ALTER TABLE appointments DROP COLUMN tags")

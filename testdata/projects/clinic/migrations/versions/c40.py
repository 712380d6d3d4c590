"""who did what"""
from alembic import op

revision = "c40"
down_revision = "c39"


def upgrade():
    op.execute("CREATE TABLE changes (id bigserial PRIMARY KEY, person uuid REFERENCES people ON DELETE SET NULL, what hstore NOT NULL, at timestamptz DEFAULT clock_timestamp() NOT NULL)")

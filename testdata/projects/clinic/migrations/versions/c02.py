"""people, with types and a default of extensions"""
from alembic import op

revision = "c02"
down_revision = "c01"


def upgrade():
    op.execute("CREATE TABLE people (id uuid DEFAULT uuid_generate_v4() PRIMARY KEY, email citext NOT NULL UNIQUE, attributes hstore DEFAULT '' NOT NULL)")

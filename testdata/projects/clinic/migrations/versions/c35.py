"""where from, with a type and a function of its own"""
from alembic import op

revision = "c35"
down_revision = "c34"


def upgrade():
    op.execute("ALTER TABLE people ADD COLUMN address inet, ADD COLUMN networks cidr[]")
    op.execute("CREATE DOMAIN postcode AS varchar(12) CHECK (VALUE <> '')")
    op.execute("ALTER TABLE people ADD COLUMN postcode postcode")
    op.execute("CREATE FUNCTION plain(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower($1)'")
    op.execute("CREATE INDEX ix_people_plain ON people (plain(postcode::text))")

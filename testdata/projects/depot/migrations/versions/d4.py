"""a routine, and what stands by itself"""
from alembic import op

revision = "d4"
down_revision = "d3"


def upgrade():
    if op.get_context().dialect.name == "postgresql":
        op.execute("CREATE FUNCTION doubled(n integer) RETURNS integer AS $$ SELECT n * 2 $$ LANGUAGE sql IMMUTABLE")
        op.execute("CREATE SEQUENCE orders START 1000")
        op.execute("CREATE DOMAIN code AS varchar(12) CHECK (VALUE <> '')")
    else:
        op.execute("CREATE FUNCTION doubled(n INTEGER) RETURNS INTEGER DETERMINISTIC RETURN n * 2")
        op.execute("CREATE PROCEDURE emptied() DELETE FROM takings WHERE number = 0")
        op.execute("CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DO DELETE FROM takings WHERE number = 0")

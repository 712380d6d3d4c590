"""taking a part lowers its stock"""
from alembic import op

revision = "d2"
down_revision = "d1"


def upgrade():
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION take() RETURNS trigger AS $$ BEGIN UPDATE parts SET stock = stock - NEW.number WHERE id = NEW.part; "
            "RETURN NEW; END $$ LANGUAGE plpgsql"
        )
        op.execute("CREATE TRIGGER taken AFTER INSERT ON takings FOR EACH ROW EXECUTE FUNCTION take()")
    else:
        op.execute(
            "CREATE TRIGGER taken AFTER INSERT ON takings FOR EACH ROW UPDATE parts SET stock = stock - NEW.number WHERE id = NEW.part"
        )

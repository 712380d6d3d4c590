"""a trigger keeps old and new writers alike while both run"""
from alembic import op

revision = "trigger_on"
down_revision = "data_1"


def upgrade():
    if op.get_context().dialect.name == "postgresql":
        op.execute("""CREATE FUNCTION fill_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.note := coalesce(NEW.note, 'none; yet');
  RETURN NEW;
END $$""")
        op.execute("CREATE TRIGGER orders_note BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION fill_note()")
    else:
        op.execute("""CREATE TRIGGER orders_note BEFORE INSERT ON orders FOR EACH ROW BEGIN
  IF NEW.note IS NULL THEN SET NEW.note = 'none; yet'; END IF;
END""")

"""invoices, with a key that waits for the commit"""
from alembic import op

revision = "c20"
down_revision = "c19"


def upgrade():
    op.execute("CREATE TABLE invoices (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, number bigint DEFAULT nextval('invoice_number') NOT NULL, appointment integer NOT NULL REFERENCES appointments DEFERRABLE INITIALLY DEFERRED)")

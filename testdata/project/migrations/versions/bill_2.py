"""a number is unique within its series only"""
import sqlalchemy as sa
from alembic import op

revision = "bill_2"
down_revision = "bill_1"


def upgrade():
    with op.batch_alter_table("invoices") as batch:
        batch.add_column(sa.Column("series", sa.String(8), server_default="A", nullable=False))
        batch.drop_constraint("uq_invoices_number", type_="unique")
        batch.create_unique_constraint("uq_invoices_series", ["series", "number"])
        batch.create_check_constraint("ck_invoices_series", "series <> ''")

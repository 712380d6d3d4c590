"""comments"""
import sqlalchemy as sa
from alembic import op

revision = "c21"
down_revision = "c20"


def upgrade():
    op.create_table_comment("invoices", "what is owed")
    op.alter_column("invoices", "number", comment="as printed", existing_type=sa.BigInteger)

"""codes are unique for a tenant"""
from alembic import op

revision = "l4"
down_revision = "l3"


def upgrade():
    mysql = op.get_context().dialect.name != "postgresql"
    op.drop_constraint("code" if mysql else "accounts_code_key", "accounts", type_="unique")
    op.create_unique_constraint(None, "accounts", ["tenant", "code"])

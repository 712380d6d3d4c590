"""several changes at once, a new name among them"""
import sqlalchemy as sa
from alembic import op

revision = "batch_ops"
down_revision = "enum_grow"


def upgrade():
    with op.batch_alter_table("customers") as batch:
        batch.alter_column("country", new_column_name="land", existing_type=sa.String(2), existing_nullable=False, existing_server_default="de")
        batch.alter_column("name", type_=sa.Unicode(120), existing_type=sa.Unicode(80), nullable=False, server_default="")
        batch.add_column(sa.Column("vip", sa.Boolean))
    with op.batch_alter_table("orders") as batch:
        batch.drop_column("gift")

"""every customer gets a name (data only)"""
import sqlalchemy as sa
from alembic import context, op

revision = "data_1"
down_revision = "merge_1"

customers = sa.table("customers", sa.column("id", sa.Integer), sa.column("email", sa.String), sa.column("name", sa.String))


def upgrade():
    op.bulk_insert(customers, [{"id": 1, "email": "it's;a@example.org"}, {"id": 2, "email": "b@example.org"}])
    op.execute(customers.update().where(customers.c.name.is_(None)).values(name=customers.c.email))
    if not context.is_offline_mode():
        assert op.get_bind().execute(sa.text("SELECT count(*) FROM customers WHERE name IS NULL")).scalar() == 0

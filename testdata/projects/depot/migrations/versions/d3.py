"""what is short, and what of that is gone: a view of a view"""
from alembic import op

revision = "d3"
down_revision = "d2"


def upgrade():
    op.execute("CREATE VIEW short AS SELECT id, name, stock FROM parts WHERE stock < 10")
    op.execute("CREATE VIEW gone AS SELECT id, name FROM short WHERE stock <= 0")

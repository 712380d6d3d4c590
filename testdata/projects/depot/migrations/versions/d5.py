"""a part's name is longer: its views are dropped and made again, one of them with a column more"""
import sqlalchemy as sa
from alembic import op

revision = "d5"
down_revision = "d4"


def upgrade():
    op.execute("DROP VIEW gone")
    op.execute("DROP VIEW short")
    op.alter_column("parts", "name", type_=sa.String(120), existing_type=sa.String(80), existing_nullable=False)
    op.add_column("parts", sa.Column("shelf", sa.String(12)))
    op.execute("CREATE VIEW short AS SELECT id, name, stock, shelf FROM parts WHERE stock < 10")
    op.execute("CREATE VIEW gone AS SELECT id, name FROM short WHERE stock <= 0")

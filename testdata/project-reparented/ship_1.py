"""parcels"""
import sqlalchemy as sa
from alembic import op

revision = "ship_1"
down_revision = "orders_0002"
branch_labels = ("shipping",)

carrier = sa.Enum("post", "van", name="carrier")


def upgrade():
    op.create_table(
        "parcels",
        sa.Column("order_id", sa.BigInteger, sa.ForeignKey("orders.id", name="fk_parcels_order"), nullable=False),
        sa.Column("place", sa.SmallInteger, nullable=False),
        sa.Column("carrier", carrier, nullable=False),
        sa.Column("grams", sa.Integer),
        sa.Column("shipped_at", sa.DateTime),
        sa.PrimaryKeyConstraint("order_id", "place", name="pk_parcels"),
    )

"""what waits, and how heavy it is; carriers are words

An enum type goes for good: its column becomes a text.
"""
import sqlalchemy as sa
from alembic import op

revision = "ship_2"
down_revision = "ship_1"


def upgrade():
    if op.get_context().dialect.name == "postgresql":
        op.create_index("ix_parcels_waiting", "parcels", ["order_id"], postgresql_where=sa.text("shipped_at IS NULL"))
        op.execute("ALTER TABLE parcels ALTER COLUMN carrier TYPE varchar(10) USING carrier::text")
        op.execute("DROP TYPE carrier")
    else:
        op.create_index("ix_parcels_waiting", "parcels", ["shipped_at", "order_id"])
        op.alter_column("parcels", "carrier", type_=sa.String(10), existing_type=sa.Enum("post", "van"), existing_nullable=False)
    op.add_column("parcels", sa.Column("kilos", sa.Numeric(8, 3), sa.Computed("grams / 1000.0", persisted=True)))

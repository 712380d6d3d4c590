"""phones, unique without blanks"""
from alembic import op

revision = "c12"
down_revision = "c11"


def upgrade():
    op.execute("ALTER TABLE people ADD COLUMN phone varchar(40)")
    op.execute("CREATE UNIQUE INDEX uq_people_phone ON people (replace(phone, ' ', ''))")

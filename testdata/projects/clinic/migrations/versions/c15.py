"""the enum synchronised once more: a label less"""
from alembic import op

revision = "c15"
down_revision = "c14"


def upgrade():
    op.execute("UPDATE appointments SET status = 'open' WHERE status = 'late'")
    op.execute("ALTER TABLE appointments ALTER COLUMN status DROP DEFAULT")
    op.execute("ALTER TYPE visit_status RENAME TO visit_status_old")
    op.execute("CREATE TYPE visit_status AS ENUM ('draft', 'open', 'closed', 'missed')")
    op.execute("ALTER TABLE appointments ALTER COLUMN status TYPE visit_status USING status::text::visit_status")
    op.execute("DROP TYPE visit_status_old")
    op.execute("ALTER TABLE appointments ALTER COLUMN status SET DEFAULT 'draft'")

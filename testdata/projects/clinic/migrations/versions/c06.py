"""the enum synchronised: renamed, created, cast, dropped"""
from alembic import op

revision = "c06"
down_revision = "c05"


def upgrade():
    op.execute("ALTER TABLE visits ALTER COLUMN status DROP DEFAULT")
    op.execute("ALTER TYPE visit_status RENAME TO visit_status_old")
    op.execute("CREATE TYPE visit_status AS ENUM ('draft', 'open', 'late', 'closed')")
    op.execute("ALTER TABLE visits ALTER COLUMN status TYPE visit_status USING status::text::visit_status")
    op.execute("ALTER TABLE visits ALTER COLUMN status SET DEFAULT 'draft'")
    op.execute("DROP TYPE visit_status_old")

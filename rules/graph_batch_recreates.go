package rules

var batchRecreates = &Rule{
	Name: "batch-recreates", Severity: Warning,
	Of: OfGraph, Since: "0.1",
	Title: "batch_alter_table copies the table on every engine",
	Why: "recreate is meant for SQLite. A server copies all rows and drops the old table: triggers, grants and partitions are lost, because " +
		"SQLAlchemy does not know them, and so are rows that are written during the copy.",
	Bad: `-- versions/a.py --
from alembic import op
revision = "aa10"
down_revision = None


def upgrade():
    with op.batch_alter_table("orders", recreate="always") as batch:
        batch.drop_column("note")`,
	Good: `-- versions/a.py --
from alembic import op
revision = "aa10"
down_revision = None


def upgrade():
    with op.batch_alter_table("orders") as batch:
        batch.drop_column("note")`,
}

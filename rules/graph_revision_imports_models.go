package rules

var revisionImportsModels = &Rule{
	Name: "revision-imports-models", Severity: Warning,
	Of: OfGraph, Since: "0.1",
	Title: "a revision imports the application's models",
	Why: "The models describe today's schema, but the revision runs on an older one: it uses columns that later revisions add, and once the " +
		"module is moved no Alembic command runs any more.",
	Bad: `-- versions/a.py --
from shop.models import Order
revision = "aa10"
down_revision = None
`,
	Good: `-- versions/a.py --
import sqlalchemy as sa

revision = "aa10"
down_revision = None
orders = sa.table("orders", sa.column("id"))`,
}

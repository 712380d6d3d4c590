package rules

var revisionImportsModels = &Rule{
	Name: "revision-imports-models", Severity: Warning,
	Of: OfGraph, Since: "0.1",
	Title: "a revision imports the models of the program",
	Why:   "The models are those of today, the database that it runs on is one of then: it asks for columns that later revisions make, and once the module is moved no command of Alembic runs any more.",
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

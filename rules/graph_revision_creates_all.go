package rules

var revisionCreatesAll = &Rule{
	Name: "revision-creates-all", Severity: Warning,
	Of: OfGraph, Since: "0.1",
	Title: "a revision creates all tables of the models, as they are today",
	Why:   "A new database gets today's schema: later revisions fail at tables and columns that exist already, and no two databases are alike.",
	Bad: `-- versions/a.py --
from alembic import op
from shop.db import Base
revision = "aa10"
down_revision = None


def upgrade():
    Base.metadata.create_all(op.get_bind())`,
	Good: `-- versions/a.py --
from alembic import op
import sqlalchemy as sa
revision = "aa10"
down_revision = None


def upgrade():
    op.create_table("orders", sa.Column("id", sa.Integer, primary_key=True))`,
}

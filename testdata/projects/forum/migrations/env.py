# As Flask-Migrate's template for several databases (flask db init --multidb), with the URLs from the environment in place of the application.
import os

from alembic import context
from sqlalchemy import create_engine, pool

SQLALCHEMY_BINDS = {"stats": os.environ["FORUM_STATS"]}
urls = {"": os.environ["SQLALCHEMY_DATABASE_URI"], **SQLALCHEMY_BINDS}

for name, url in urls.items():
    with create_engine(url, poolclass=pool.NullPool).connect() as connection:
        context.configure(connection=connection, upgrade_token=name + "_upgrades", downgrade_token=name + "_downgrades")
        with context.begin_transaction():
            context.run_migrations(engine_name=name)

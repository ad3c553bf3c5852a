"""Runs Alembic on the revisions of a folder.

usage: alembic_project.py FOLDER SQLITE_FILE|SOCKET_FOLDER/NAME COMMAND…
A command is `+REVISION` or `-REVISION` to go there, `models` (tables as the models have them), or `check` (does the database
say what the models say?).
"""

import glob
import importlib.util
import os
import sys
import tempfile

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

ENVIRONMENT = """
from alembic import context

with context.config.attributes["engine"].connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""

folder, address, *commands = sys.argv[1:]
socket, name = os.path.split(address)
url = "sqlite:///" + address
if not address.endswith(".sqlite3"):
    url = "postgresql+psycopg2://postgres@/%s?host=%s" % (name, socket)
engine = sa.create_engine(url)


def texts():
    for path in sorted(glob.glob(os.path.join(folder, "**", "*.py"), recursive=True)):
        with open(path) as file:
            yield path, file.read()


def metadata():
    path = next(path for path, text in texts() if "__tablename__" in text)
    spec = importlib.util.spec_from_file_location("models", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Base.metadata


scripts = tempfile.mkdtemp(dir=folder)
with open(os.path.join(scripts, "env.py"), "w") as file:
    file.write(ENVIRONMENT)
config = Config()
config.set_main_option("script_location", scripts)
config.set_main_option("version_locations", next(os.path.dirname(path) for path, text in texts() if "down_revision" in text))
config.attributes["engine"] = engine
for each in commands:
    if each == "models":
        metadata().create_all(engine)
    elif each == "check":
        with engine.connect() as connection:
            found = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata())
        if found:
            sys.exit("The models say something else: %s" % found)
    else:
        (command.upgrade if each[0] == "+" else command.downgrade)(config, each[1:])

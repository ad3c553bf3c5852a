"""Runs Django on the applications of a folder, each of which has migrations.

usage: django_project.py FOLDER SQLITE_FILE|SOCKET_FOLDER/NAME COMMAND…
A command is `models` (tables as the models have them), `check` (do the migrations say what the models say?), or
`APPLICATION.MIGRATION` to go to.
"""

import os
import sys

folder, address, *commands = sys.argv[1:]
sys.path.insert(0, folder)

import django
from django.conf import settings
from django.core.management import call_command

applications = [name for name in sorted(os.listdir(folder)) if os.path.isdir(os.path.join(folder, name, "migrations"))]
socket, name = os.path.split(address)
settings.configure(
    INSTALLED_APPS=applications,
    DATABASES={
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": address}
        if address.endswith(".sqlite3")
        else {"ENGINE": "django.db.backends.postgresql", "NAME": name, "HOST": socket, "USER": "postgres"}
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    MIGRATION_MODULES={name: None for name in applications} if "models" in commands else {},
    USE_TZ=True,
)
django.setup()
for command in commands:
    if command == "models":
        call_command("migrate", run_syncdb=True, verbosity=0)
    elif command == "check":
        call_command("makemigrations", check_changes=True, dry_run=True)
    else:
        call_command("migrate", *command.split("."), verbosity=0)

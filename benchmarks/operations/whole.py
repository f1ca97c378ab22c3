"""Is this folder a whole release? Run in a checkout: all its modules load, and its migrations make its tables.

A history that was written anew has commits between which a change is split; what they hold was never a release.
"""

import pkgutil
import sys
from importlib import import_module
from pathlib import Path

PACKAGES = ("scheduler", "solver", "api", "fixtures")


def main() -> int:
    """Return 1, having said why, if the checkout in the working folder is not whole; or fail as its module does."""
    sys.path.insert(0, str(Path.cwd()))
    for package in PACKAGES:
        for found in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
            if not found.name.endswith((".__main__", "migrations.env")):  # they run what they are for
                import_module(found.name)
    wrong = _tables_without_migration()
    print(*wrong, sep="\n", end="")
    return 1 if wrong else 0


def _tables_without_migration() -> list[str]:
    """Return where the tables that the program uses differ from those that its migrations make."""
    from alembic import command
    from alembic.autogenerate import compare_metadata
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from sqlalchemy import create_engine

    metadata = import_module("scheduler.store.sql.tables").metadata
    with create_engine("sqlite://").begin() as connection:
        settings = Config()
        settings.set_main_option("script_location", "scheduler/store/migrations")
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
        return [str(one) for one in compare_metadata(MigrationContext.configure(connection), metadata)]


if __name__ == "__main__":
    sys.exit(main())

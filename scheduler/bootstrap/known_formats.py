"""All file formats that others build upon, whichever room reads and writes them: what `dojazd formats` lists."""

from collections.abc import Mapping

from scheduler.formats.codec import Json
from scheduler.formats.known import OF_FILES, Format, headed


def _backup() -> Mapping[str, Json]:
    from scheduler.store.backup.format import manifest_schema

    return manifest_schema()


def _key_ring() -> Mapping[str, Json]:
    from scheduler.store.backup.key_ring import key_ring_schema

    return key_ring_schema()


def _problem() -> Mapping[str, Json]:
    from scheduler.services.vroom import shapes

    return shapes()[0]


def _solution() -> Mapping[str, Json]:
    from scheduler.services.vroom import shapes

    return shapes()[1]


def _reports() -> Mapping[str, Json]:
    from scheduler.services.reporting.columns import TABLES

    return headed(
        {
            lang: {
                name: {column.name[lang]: str(column.kind) for column in columns} for name, columns in TABLES.items()
            }
            for lang in ("pl", "en")
        }
    )


FORMATS: Mapping[str, Format] = {
    **OF_FILES,
    **{
        one.name: one
        for one in (
            Format(name="dojazd.reports", version=1, about="figures, settlements and other reports, CSV and XLSX",
                   written=True, shape=_reports),
            Format(name="dojazd.backup", version=1, about="manifest.json of a backup, which names its tables",
                   read=True, written=True, shape=_backup),
            Format(name="dojazd.key-ring", version=1, about="dojazd.keyring: the wrapped keys beside backups, JSON",
                   read=True, written=True, shape=_key_ring),
            Format(name="dojazd.vroom", version=1, about="a problem in VROOM's format, as far as it is solved here",
                   read=True, shape=_problem),
            Format(name="dojazd.vroom-solution", version=1, about="a solution in VROOM's format", written=True,
                   shape=_solution),
        )
    },
}  # fmt: skip

"""The demo's register of addresses: what a town loads from its surveyors, here of invented houses."""

from datetime import UTC, datetime
from pathlib import Path

from scheduler.domain.town import Town


def keep_demo_addresses(home: Path, town: Town) -> None:
    """Write the register of a demo town into the town's own folder; a city without streets gets none.

    Raises
    ------
    GeocodingError
        If it cannot be written.
    """
    # The demo towns are made for people to look at; nothing else of the program knows them.
    from fixtures.addresses import invented_houses
    from fixtures.atlases import ATLASES
    from scheduler.bootstrap import register_file
    from scheduler.geocoding.gazetteer.entry import Entry
    from scheduler.geocoding.gazetteer.writing import write_gazetteer

    if town.id not in ATLASES:
        return
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    entries = [
        Entry(
            street=one.street, house=one.number, postcode="", town=town.name, part=one.part, locality_id="",
            street_id="", point=one.point,
        )
        for one in invented_houses(town)
    ]  # fmt: skip
    now = datetime.now(UTC)
    facts = {
        "source": "invented", "file": "", "checksum": "", "data_date": now.date().isoformat(),
        "loaded_at": now.isoformat(timespec="seconds"),
    }  # fmt: skip
    write_gazetteer(register_file(home), entries, facts)

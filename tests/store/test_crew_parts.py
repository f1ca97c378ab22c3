"""A record of a request tells its crews apart, also one that was written before records did."""

from dataclasses import replace

import msgspec

from scheduler.domain.actuals import Actual
from scheduler.domain.crew_parts import CrewPart, Effort, Rates
from scheduler.domain.ids import ProviderId, ShiftId
from scheduler.store.sql.documents import Document
from tests.store.sample_closing import actual


def test_a_record_that_does_not_tell_crews_apart_is_all_of_the_one_that_served() -> None:
    """Months that were closed before would vanish from their settlements, or could not be read at all."""
    known = replace(
        actual(), shift_id=ShiftId("S-1"), provider_id=ProviderId("spol"), rates=Rates(request_gr=5), ordered_gr=7,
        service_s=60,
        contracted=True,
    )  # fmt: skip
    kept = Document(Actual)
    plain = msgspec.json.decode(kept.write(known, "R-02"))
    assert len(plain.pop("parts")) == 2
    read = kept.read(msgspec.json.encode(plain), "R-02", None)

    assert read.parts == ()
    assert read.by_crew == (
        CrewPart(
            shift_id=ShiftId("S-1"), provider_id=ProviderId("spol"), rates=Rates(request_gr=5), ordered=True,
            delivered=True, service_s=60, took=Effort(cost_gr=1234), planned=Effort(cost_gr=7), contracted=True,
        ),
    )  # fmt: skip
    assert replace(read, shift_id=None).by_crew == ()

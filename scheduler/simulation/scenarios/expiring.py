"""Qualifications that run out before a study is over: who has them works in it, and may not do what they were for.

A study looks ahead, often further than courses last. What runs out is played as running out, for so it stands in the
town's register; but nobody would think of that when the second bus seems to help nobody, so it is said.
"""

from collections.abc import Mapping
from datetime import date

from scheduler.domain.ids import SkillId, StaffId
from scheduler.domain.town import Town

_SAID = {
    "pl": "Przed końcem badanych dni wygasają kwalifikacje, a bez nich nie planuje się tej pracy: {listed}.",
    "en": "Qualifications run out before the last day played, and without them that work is not planned: {listed}.",
}

type Expiring = tuple[StaffId, SkillId, date]


def expiring(town: Town, last: date) -> tuple[Expiring, ...]:
    """Return what runs out before a day, of workers who have shifts, the earliest first.

    Parameters
    ----------
    last : date
        The last day that is played.
    """
    working = {staff_id for pattern in town.patterns.values() for staff_id in pattern.staff_ids}
    found = (
        (staff.id, skill, until)
        for staff in town.staff.values()
        if staff.id in working
        for skill, until in staff.skills.items()
        if until is not None and until < last
    )
    return tuple(sorted(found, key=lambda one: (one[2], one[0], one[1])))


def expiring_said(town: Town, last: date) -> Mapping[str, str]:
    """Return that in a sentence, by language; nothing if nothing runs out.

    Workers are told by their ids: a report goes to people who have no business with names.
    """
    found = expiring(town, last)
    if not found:
        return {}
    listed = ", ".join(f"{staff} ({skill}, {until.isoformat()})" for staff, skill, until in found)
    return {lang: text.format(listed=listed) for lang, text in _SAID.items()}

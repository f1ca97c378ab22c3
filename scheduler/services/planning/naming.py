"""What people call things that sentences speak of by id."""

from collections.abc import Mapping
from datetime import date

from scheduler.domain.plan import RuleFinding
from scheduler.domain.town import Town
from solver.rule import Violation
from solver.sentences import LANGUAGES, sentence


def names_of(town: Town, day: date) -> Mapping[str, str]:
    """Return what people call the shifts, workers and clients that sentences speak of by id."""
    shifts = {str(shift.id): shift.name for shift in town.shifts_on(day) if shift.name}
    staff = {str(worker.id): worker.name for worker in town.staff.values()}
    clients = {str(client.id): client.name for client in town.clients.values()}
    return clients | staff | shifts


def finding(violation: Violation, names: Mapping[str, str]) -> RuleFinding:
    """Return a violation in the words of the domain: "broken", "accepted" or "inherited"."""
    status = "inherited" if violation.inherited else "accepted" if violation.accepted else "broken"
    return RuleFinding(
        rule=violation.rule,
        subject=violation.subjects[0] if violation.subjects else "",
        text={lang: sentence(violation, lang, names=names) for lang in LANGUAGES},
        amount=violation.amount,
        unit=violation.unit,
        status=status,
    )

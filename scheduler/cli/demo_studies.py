"""The questions about capacity that a demo's office has put already."""

from datetime import date, datetime

from scheduler.domain.accounts import Role
from scheduler.domain.ids import TownId
from scheduler.services.capacity.studies import Asker, put_study
from scheduler.services.ports import Store


def keep_demo_studies(store: Store, town_id: TownId, day: date, at: datetime) -> None:
    """Keep the four questions that come with the demo; nobody has played them yet."""
    from fixtures.scenarios import demo_studies  # made for the demo; nothing else of the program knows them
    from scheduler.services.demonstrating import user_id  # brings the solver

    with store.writing(town_id) as unit:
        for question in demo_studies(day):
            put_study(unit, question, Asker(by=user_id(Role.MANAGER), at=at))

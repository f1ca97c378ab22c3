"""A study that has been played."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.capacity.answers import Ground
from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.scenarios import Scenario, Study
from scheduler.simulation.statistics.fleets import Answer as FleetAnswer
from scheduler.simulation.studies.asking import Setting


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What an answer says beside the figures.

    Attributes
    ----------
    ground : Ground
        What the demand rests on.
    program : str
        The mark of the program.
    engines : str
        Where travel times come from, for people.
    """

    ground: Ground
    program: str
    engines: str
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class Finished:
    """A study that has been played.

    Attributes
    ----------
    figures : tuple of Figure
        Of all scenarios that are told.
    fleet : fleets.Answer or None
        What the search for the smallest fleet found, if it was asked for.
    """

    study: Study
    scenarios: tuple[Scenario, ...]
    setting: Setting
    figures: tuple[Figure, ...]
    sight: Sight
    fleet: FleetAnswer | None = None

    @property
    def names(self) -> list[str]:
        """Ids of the scenarios, the reference first."""
        return [one.id for one in self.scenarios]

    @property
    def service(self) -> str:
        """Name of the service that the study asks of; empty: it asks of all."""
        service_id = self.study.service_id
        return "" if service_id is None else self.setting.town.services[service_id].name

    @property
    def districts(self) -> Mapping[str, str]:
        """Names of the districts by id."""
        return {str(one.id): one.name for one in self.setting.town.districts.values()}

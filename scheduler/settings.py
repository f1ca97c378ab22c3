"""What is decided where the program is installed, not by a town: folders and servers, from the environment.

Every setting is a variable called `DOJAZD_` and its name in capitals, or a line of a file `.env` in the working folder.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from platformdirs import user_data_path
from pydantic import AnyHttpUrl, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from scheduler.domain.errors import InputError, InputProblem

PREFIX = "DOJAZD_"


class TravelEngine(StrEnum):
    """Travel engines, as settings and plans call them."""

    OSRM = "osrm"
    OSRM_HTTP = "osrm_http"
    VALHALLA_HTTP = "valhalla_http"
    STRAIGHT = "straight"


class Geocoder(StrEnum):
    """Address services, as settings and reviews call them."""

    NOMINATIM = "nominatim"
    PHOTON = "photon"
    PELIAS = "pelias"
    GUGIK = "gugik"


class Settings(BaseSettings):
    """The settings of one installation.

    Attributes
    ----------
    data : Path
        Folder for what the program keeps: cached legs and addresses, towns of the store.
    travel : tuple of TravelEngine
        Whom to ask for travel times, in this order; empty: whatever is there, best first.
    osrm_url, osrm_url_foot, osrm_url_bicycle : URL or None
        OSRM servers; one serves one profile.
    valhalla_url : URL or None
        A Valhalla server.
    http_timeout : float
        Seconds that one request to a server may take.
    osrm_table_limit : int
        `--max-table-size` of the OSRM servers.
    geocoders : tuple of Geocoder
        Address services to ask for what the town's own register does not know, in this order; empty: nobody is asked.
    geocoder_user_agent : str
        Who asks, with an address to complain to, as the public services want it: "Dojazd (it@town.example)".
    nominatim_url, photon_url, pelias_url, gugik_url : URL or None
        One's own server; none: the public one (Pelias has none).
    pelias_key : str
        Key of a Pelias server that wants one.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    data: Path = Field(default_factory=lambda: user_data_path("dojazd", appauthor=False))
    travel: Annotated[tuple[TravelEngine, ...], NoDecode] = ()
    osrm_url: AnyHttpUrl | None = None
    osrm_url_foot: AnyHttpUrl | None = None
    osrm_url_bicycle: AnyHttpUrl | None = None
    valhalla_url: AnyHttpUrl | None = None
    http_timeout: float = Field(default=10, gt=0, le=600)
    osrm_table_limit: int = Field(default=100, ge=2, le=100_000)

    geocoders: Annotated[tuple[Geocoder, ...], NoDecode] = ()
    geocoder_user_agent: str = ""
    nominatim_url: AnyHttpUrl | None = None
    photon_url: AnyHttpUrl | None = None
    pelias_url: AnyHttpUrl | None = None
    gugik_url: AnyHttpUrl | None = None
    pelias_key: SecretStr = SecretStr("")

    @field_validator("travel", "geocoders", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        """Read a list with commas, as an environment has it."""
        if isinstance(value, str):
            return [part.strip() for part in value.split(",") if part.strip()]
        return value


def load_settings() -> Settings:
    """Return the settings of this process's environment.

    Raises
    ------
    InputError
        Naming every variable that cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise InputError([_problem(each["loc"], each["input"], each["msg"]) for each in error.errors()]) from error


def _problem(where: tuple[int | str, ...], value: object, why: str) -> InputProblem:
    name = PREFIX + str(where[0]).upper() if where else PREFIX
    right = f"correct it or leave it out; {why[:1].casefold()}{why[1:]}"
    return InputProblem(file="settings", column=name, value=str(value)[:60], wrong="cannot be used", right=right)

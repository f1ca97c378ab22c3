"""What is decided where the program is installed, not by a town: folders and servers, from the environment.

Every setting is a variable called `DOJAZD_` and its name in capitals, or a line of a file `.env` in the working folder.
"""

import re
from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated

from platformdirs import user_data_path
from pydantic import AnyHttpUrl, DirectoryPath, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from scheduler.domain.accounts import Role
from scheduler.domain.errors import InputError, InputProblem
from scheduler.message_settings import MessageSettings
from scheduler.provider_settings import ProviderSettings

PREFIX = "DOJAZD_"
ENV_FILE = ".env"
_A_YEAR_S = 366 * 24 * 3600
_DATABASES = ("sqlite:///", "postgresql://", "postgres://", "postgresql+psycopg://")


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


class Settings(MessageSettings, ProviderSettings):
    """The settings of one installation, with those of messages and of the town's sign-in service.

    Attributes
    ----------
    secrets : Path or None
        A folder with a file for each setting that is a secret, called by the variable's name in small letters
        (`dojazd_database_url`), as containers are given them; a variable comes before a file.
    data : Path
        Folder for what the program keeps: cached legs and addresses, towns of the store. Absolute: `~` is the home
        folder, and a relative one lies in the folder where the program was started.
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
    packs : Path or None
        Folder for day packs: sheets and phone lists of each published day, plain files for the day when servers and
        phones are dead, so best on another computer; none: none are saved.
    database_url : str
        Where towns are kept: `sqlite:///path/to/file`, or `postgresql://user:password@server/database`; empty:
        `dojazd.sqlite` in the data folder.
    master_key : str
        Base64 of the 32 bytes that personal data are sealed with.
    master_key_file : Path or None
        A file with it instead; with neither, the first run makes `master.key` in the data folder.
    public_url : URL or None
        How browsers reach the web service when something stands before it: "https://dojazd.town.example".
    public_rides : tuple of str
        Ids of towns whose rides anybody may read as a GTFS feed, `/gtfs/ID.zip`: hours, areas and how to call, and
        nobody's data; empty: no town's. It needs `public_url`.
    trusted_proxies : tuple of str
        Addresses or networks of proxies whose word is taken for who asks; empty: nobody's.
    largest_request : int
        Bytes that a request may carry.
    requests_per_minute : int
        That one user or machine may make; a quarter of it for an address that nobody has signed in from.
    head_seconds, body_seconds : float
        So long a client may take to send the headers of a request, and then its body; afterwards it is cut off. 64 KiB
        of a long answer are read in the time of a body.
    most_connections : int
        At a time, silent ones counted, in each process of the web service; half of them for one network, unless it is
        a trusted proxy's.
    worker : bool
        Whether `dojazd serve` brings a worker process for searches; otherwise `dojazd work` has to do them.
    second_factor : tuple of Role
        Roles that need an authenticator app before anything else is shown.
    cluster : str
        Address of a Dask cluster that plays studies of capacity and does the searches that dispatchers ask for,
        `tcp://10.0.0.5:8786`; empty: this computer does.
    hook_networks : tuple of str
        Networks of the town's own to which hooks may be sent although they are not public: "10.20.0.0/16"; also
        without TLS.
    study_processes : int or None
        Of this computer that play studies that managers ask for; 0: it plays none; none: one for each core but one.
    clock_ahead_seconds : float
        How far the office's clock is ahead of this computer's; `dojazd demo` alone, whose day is always under way.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENV_FILE, extra="ignore", frozen=True, env_ignore_empty=True
    )

    secrets: DirectoryPath | None = None
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

    packs: Path | None = None
    database_url: SecretStr = SecretStr("")
    master_key: SecretStr = SecretStr("")
    master_key_file: Path | None = None

    public_url: AnyHttpUrl | None = None
    public_rides: Annotated[tuple[str, ...], NoDecode] = ()
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()
    largest_request: int = Field(default=1_048_576, ge=1024, le=2**30)
    requests_per_minute: int = Field(default=1200, ge=10, le=1_000_000)
    head_seconds: float = Field(default=10, gt=0, le=600)
    body_seconds: float = Field(default=30, gt=0, le=3600)
    most_connections: int = Field(default=1000, ge=2, le=100_000)
    worker: bool = True
    second_factor: Annotated[tuple[Role, ...], NoDecode] = (Role.ADMINISTRATOR,)
    cluster: str = ""
    hook_networks: Annotated[tuple[str, ...], NoDecode] = ()
    study_processes: int | None = Field(default=None, ge=0, le=1024)
    clock_ahead_seconds: float = Field(default=0, ge=-_A_YEAR_S, le=_A_YEAR_S)

    @field_validator("data", "master_key_file", "packs", "oidc_client_secret_file")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        try:
            return None if value is None else value.expanduser().absolute()
        except RuntimeError as error:  # ~nobody
            raise ValueError("there is no such home folder") from error

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not value.get_secret_value().startswith(_DATABASES):
            raise ValueError("it begins with sqlite:/// or postgresql://")
        return value

    @field_validator("trusted_proxies", "hook_networks")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Write networks without the bits of a host: who compares them later knows no others."""
        read = [(one, ip_network(one, strict=False)) for one in value]
        return tuple(str(network) if "/" in one else one for one, network in read)

    @field_validator("public_url")
    @classmethod
    def _bare(cls, value: AnyHttpUrl | None) -> AnyHttpUrl | None:
        if value is not None and (value.path not in {None, "/"} or value.query or value.fragment):
            raise ValueError("it is the address of the server alone, such as https://dojazd.town.example")
        return value

    @field_validator("public_rides")
    @classmethod
    def _with_address(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if value and info.data.get("public_url") is None:
            raise ValueError("a feed names the address of its town: set DOJAZD_PUBLIC_URL, too")
        return value

    @field_validator(
        *("travel", "geocoders", "trusted_proxies", "second_factor", "hook_networks", "public_rides"), mode="before"
    )
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
        Naming every variable that cannot be used, or the file that cannot be read.
    """
    try:
        named = Settings()
        if named.secrets is None:
            return named
        return Settings(_secrets_dir=named.secrets)  # type: ignore[call-arg]  # of the base class, unseen by mypy
    except ValidationError as error:
        problems = [_problem(each["loc"], each["input"], each["msg"]) for each in error.errors()]
    except UnicodeDecodeError:
        problems = [_file_problem("is not UTF-8 text", "save it as UTF-8")]
    except OSError as error:
        problems = [_file_problem(f"cannot be read ({error.strerror})", "check its permissions")]
    raise InputError(problems)  # not from the error, which holds the values with their passwords


def _file_problem(wrong: str, right: str) -> InputProblem:
    return InputProblem(file=str(Path(ENV_FILE).absolute()), wrong=wrong, right=right)


def _problem(where: tuple[int | str, ...], value: object, why: str) -> InputProblem:
    name = PREFIX + str(where[0]).upper() if where else PREFIX
    if not where:  # about several together: the sentence names them, and the values are passwords, too
        return InputProblem(file="settings", wrong="do not fit together", right=why.removeprefix("Value error, "))
    right = f"correct it or leave it out; {why[:1].casefold()}{why[1:]}"
    shown = _without_user(str(value)).partition("?")[0][:60]  # what follows may be a password, too
    return InputProblem(file="settings", column=name, value=shown, wrong="cannot be used", right=right)


def _without_user(value: str) -> str:
    """Return an address without the name and password before its server; what cannot be told apart is left out too."""
    before, at, after = value.rpartition("@")
    scheme = re.match(r"[a-z]{1,10}://", before, re.IGNORECASE)
    return f"{scheme[0] if scheme else ''}...@{after}" if at else value

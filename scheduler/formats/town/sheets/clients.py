"""Residents."""

from collections.abc import Iterator

from scheduler.domain.client import Access, Channel, Client, Mobility, Notes, Sex, Wheelchair, WheelchairKind
from scheduler.domain.ids import StaffId
from scheduler.domain.place import Door
from scheduler.domain.town import Town
from scheduler.formats.town.cell import YES_NO, choice
from scheduler.formats.town.column import Column, Sheet, maybe, optional, required
from scheduler.formats.town.compound import DOOR, listed, pairs
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.numeric import minutes, whole
from scheduler.formats.town.row import Row
from scheduler.formats.town.sheets.common import CLIENT, EMAIL, NAME, NOTE, PHONE, PLACE, SERVICE, STAFF, Line, line

_KG = whole(20, 500, "kg")


def _flag(name: str, meaning: str) -> Column[bool]:
    return optional(name, YES_NO, False, meaning, "yes")


def _note(reader: str) -> Column[str]:
    return optional(f"{reader}_note", NOTE, "", f"note for the {reader} alone", "dzwonić domofonem 12")


def _workers(name: str, meaning: str) -> Column[tuple[StaffId, ...]]:
    return optional(name, listed(STAFF), (), meaning, "nowak-ewa|maj-jan", refers="staff")


ID = required("id", CLIENT, "the client", "C-017")
CLIENT_NAME = required("name", NAME, "name", "Maria Kowalska")
HOME = required("home", DOOR, "where the client lives", "szkolna-4", refers="places")
TELEPHONE = optional("phone", PHONE, "", "phone", "41 274 00 00")
MAIL = optional("email", EMAIL, "", "e-mail address", "maria@example.org")
CHANNEL = optional("channel", choice(Channel), Channel.PHONE, "how the client wants to be told", "sms")
MOBILITY = optional("mobility", choice(Mobility), Mobility.WALKS, "how the client gets about", "wheelchair")
WHEELCHAIR = maybe("wheelchair", choice(WheelchairKind), "kind of wheelchair; empty: none", "electric")
WHEELCHAIR_KG = maybe("wheelchair_kg", _KG, "wheelchair and person together; empty: 120", "160")
NEEDS_LIFT = _flag("needs_lift", "boards by the vehicle's lift only")
HARD_OF_HEARING = _flag("hard_of_hearing", "write rather than phone")
ANIMAL = _flag("assistance_animal", "comes with an assistance animal")
FLOOR = optional("floor", whole(-5, 60), 0, "floor of the flat", "3")
STAIRS = optional("stairs", whole(0, 2_000), 0, "steps from pavement to door", "24")
HOUSE_LIFT = _flag("house_lift", "the house has a lift")
KEY = _flag("key_at_office", "the office has a key")
DOOR_CODE = optional("door_code", NAME, "", "code of the front door", "12K34")
BIRTH_YEAR = maybe("birth_year", whole(1880, 2100), "for statistics", "1941")
SEX = maybe("sex", choice(Sex), "for statistics", "female")
PREFERRED = _workers("preferred", "workers wished for")
BACKUP = _workers("backup", "workers accepted in their place")
EXCLUDED = _workers("excluded", "workers never to be sent")
IN_PERSON = _flag("hand_over_to_person_only", "never leave the client, or a meal, without somebody taking over")
DRIVER_NOTE, WORKER_NOTE, OFFICE_NOTE = _note("driver"), _note("worker"), _note("office")
SERVICE_TIMES = optional(
    "service_times_min", pairs(SERVICE, minutes(), "service:minutes, physio:60"), {},
    "where a service takes longer or shorter than in the catalogue", "physio:60", refers="services",
)  # fmt: skip
FORMER_HOMES = optional(
    "former_homes", listed(PLACE), (), "where the client lived before", "rynek-2|lipowa-9", refers="places"
)

SHEET = Sheet(
    name="clients",
    says="a resident",
    columns=(
        ID, CLIENT_NAME, HOME, TELEPHONE, MAIL, CHANNEL, MOBILITY, WHEELCHAIR, WHEELCHAIR_KG, NEEDS_LIFT,
        HARD_OF_HEARING, ANIMAL, FLOOR, STAIRS, HOUSE_LIFT, KEY, DOOR_CODE, BIRTH_YEAR, SEX, PREFERRED, BACKUP,
        EXCLUDED, IN_PERSON, DRIVER_NOTE, WORKER_NOTE, OFFICE_NOTE, SERVICE_TIMES,
        FORMER_HOMES,
    ),
    key=ID,
)  # fmt: skip


def lines(town: Town) -> Iterator[Line]:
    """Yield the rows that say what `town` holds."""
    for client in town.clients.values():
        yield _person(client) | _body(client) | _access(client.access) | _wishes(client)


def _person(client: Client) -> Line:
    return line(
        ID.of(client.id),
        CLIENT_NAME.of(client.name),
        HOME.of(Door(place_id=client.home, entrance=client.home_entrance)),
        TELEPHONE.of(client.phone),
        MAIL.of(client.email),
        CHANNEL.of(client.channel),
        BIRTH_YEAR.of(client.birth_year),
        SEX.of(client.sex),
    )


def _body(client: Client) -> Line:
    chair = client.wheelchair
    return line(
        MOBILITY.of(client.mobility),
        WHEELCHAIR.of(chair.kind if chair else None),
        WHEELCHAIR_KG.of(chair.weight_with_person_kg if chair else None),
        NEEDS_LIFT.of(client.needs_lift),
        HARD_OF_HEARING.of(client.hard_of_hearing),
        ANIMAL.of(client.assistance_animal),
    )


def _access(access: Access) -> Line:
    return line(
        FLOOR.of(access.floor),
        STAIRS.of(access.stairs),
        HOUSE_LIFT.of(access.has_lift),
        KEY.of(access.key_at_office),
        DOOR_CODE.of(access.door_code),
    )


def _wishes(client: Client) -> Line:
    return line(
        PREFERRED.of(client.preferred),
        BACKUP.of(client.backup),
        EXCLUDED.of(client.excluded),
        IN_PERSON.of(client.hand_over_to_person_only),
        DRIVER_NOTE.of(client.notes.driver),
        WORKER_NOTE.of(client.notes.worker),
        OFFICE_NOTE.of(client.notes.office),
        SERVICE_TIMES.of(client.service_times),
        FORMER_HOMES.of(client.former_homes),
    )


def take(rows: list[Row], draft: Draft) -> None:
    """Put the clients into `draft`."""
    for row in rows:
        _check(row)
        if row.whole:
            draft.clients[row[ID]] = _client(row, draft)


def _check(row: Row) -> None:
    for wished in (PREFERRED, BACKUP):
        if row.ok(wished, EXCLUDED):
            excluded = row[EXCLUDED]
            for worker in [each for each in row[wished] if each in excluded]:
                row.wrong(wished, f"names {worker}, who is excluded too", "keep one of the two")


def _client(row: Row, draft: Draft) -> Client:
    return Client(
        id=row[ID],
        name=row[CLIENT_NAME],
        home=row[HOME].place_id,
        home_entrance=row[HOME].entrance,
        phone=row[TELEPHONE],
        email=row[MAIL],
        channel=row[CHANNEL],
        mobility=row[MOBILITY],
        wheelchair=_wheelchair(row),
        needs_lift=row[NEEDS_LIFT],
        hard_of_hearing=row[HARD_OF_HEARING],
        assistance_animal=row[ANIMAL],
        access=Access(
            floor=row[FLOOR],
            stairs=row[STAIRS],
            has_lift=row[HOUSE_LIFT],
            key_at_office=row[KEY],
            door_code=row[DOOR_CODE],
        ),
        birth_year=row[BIRTH_YEAR],
        sex=row[SEX],
        preferred=row[PREFERRED],
        backup=row[BACKUP],
        excluded=row[EXCLUDED],
        contacts=tuple(draft.contacts.get(row[ID], ())),
        hand_over_to_person_only=row[IN_PERSON],
        notes=Notes(driver=row[DRIVER_NOTE], worker=row[WORKER_NOTE], office=row[OFFICE_NOTE]),
        service_times=row[SERVICE_TIMES],
        former_homes=row[FORMER_HOMES],
    )


def _wheelchair(row: Row) -> Wheelchair | None:
    kind, weight = row[WHEELCHAIR], row[WHEELCHAIR_KG]
    if kind is None and weight is None:
        return None
    standard = Wheelchair()
    return Wheelchair(kind=kind or standard.kind, weight_with_person_kg=weight or standard.weight_with_person_kg)

"""A town whose people have names, numbers and troubles that stand nowhere else, to look for where they must not be."""

from datetime import date
from pathlib import Path

from fixtures.builder import TownBuilder
from scheduler.domain.booking_policy import BookingPolicy
from scheduler.domain.client import Access, Contact, Notes
from scheduler.domain.town import Town

CLIENTS = (
    ("Kwiryniusz Wszołkiewicz", "781 554 913", "insulina i nietrzymanie moczu"),
    ("Pelagia Żdżarska-Ćwiąkała", "692 118 457", "otępienie po udarze"),
)
CONTACT = ("Eulalia Brzęczyszczykiewicz", "733 909 118")
CALLER = ("Ksawera Ździebłowska", "608 443 277", "ulica Gżegżółki 87/13", "stomia i worek")
WORKER = ("Hieronim Przybyszewski-Łęcki", "514 772 036")
DOOR_CODE, REASON, WORDS = "91K7733", "hospicjum świętej Kingi", "siostrzenica Wszebora prosi przed dializą"
SIGN_INS = ("rozalinda.chrzaszcz", "dobrogniewa.was", "nieznajoma.zgaduje")
PASSWORDS = (
    "zielony parowóz gwiżdże nocą",
    "piątkowe gołąbki stygną wolno",
    "zgaduję bez skutku",
    "szczebrzeszyn-7781",
)
ADDRESS = "Wądolna 41"


def personal() -> frozenset[str]:
    """Return what must stand in no log, each part of a name alone, too, and numbers without their spaces."""
    whole = {*CONTACT, *CALLER, *WORKER, DOOR_CODE, REASON, WORDS, ADDRESS, *SIGN_INS, *PASSWORDS}
    whole |= {text for one in CLIENTS for text in one}
    names = {part for name in (*(one[0] for one in CLIENTS), CONTACT[0], CALLER[0], WORKER[0]) for part in name.split()}
    return frozenset(whole | names | {text.replace(" ", "") for text in whole if text[:3].isdigit()})


def rare_town(day: date) -> Town:
    """Return a town with some visits of rare people on a day, and with room for more."""
    builder = TownBuilder(seed=4, service_day=day).with_policy(booking=BookingPolicy(horizon_days=3))
    builder.add_staff(name=WORKER[0], phone=WORKER[1]).add_shift("08:00-16:00").add_staff().add_shift("08:00-16:00")
    builder.base()
    for name, phone, trouble in CLIENTS:
        builder.add_client(
            name=name, phone=phone, notes=Notes(driver=trouble, worker=trouble, office=trouble),
            contacts=(Contact(name=CONTACT[0], phone=CONTACT[1], relation="synowa"),),
            access=Access(floor=3, stairs=50, door_code=DOOR_CODE),
        )  # fmt: skip
        home = builder.clients[builder.client_id].home
        spots = {"": builder.places[home].entrances[0].point}
        builder.put_place(home, f"Dom: {name}", ADDRESS, spots)
        builder.add_visit(window="08:00-15:00", length_min=30, notes=Notes(worker=trouble))
    return builder.build()


PLANTED = '''
"""Found by every Python of the day under test: what nobody foresaw, with somebody's data in its message."""
import api.routes.clients, scheduler.services.planning.working as working

real = api.routes.clients.read_client

def read_client(store, who, client_id, now):
    if client_id == "K-01":
        raise ValueError("cannot read Kwiryniusz Wszołkiewicz, 781 554 913")
    return real(store, who, client_id, now)

def improve(self, town_id, now):
    raise RuntimeError("no way to Pelagia Żdżarska-Ćwiąkała, Wądolna 41")

api.routes.clients.read_client = read_client
working.Worker._improve = improve
'''


def plant(folder: Path) -> Path:
    """Write errors that nobody foresaw into a folder for PYTHONPATH; return it."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(PLANTED, encoding="utf-8")
    return folder

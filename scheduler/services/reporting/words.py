"""The few words a card needs, in Polish and English."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from scheduler.domain.client import Access, Client, Contact, Mobility, WheelchairKind
from scheduler.domain.request import Request

WORDS: Mapping[str, Mapping[str, str]] = {
    "pl": {
        "person1": "osoba",
        "person2": "osoby",
        "person5": "osób",
        "manual": "wózek ręczny",
        "electric": "wózek elektryczny",
        "wheelchair": "wózek",
        "walker": "laska lub balkonik",
        "carer1": "opiekun",
        "carer2": "opiekunów",
        "rollator": "balkonik",
        "luggage": "bagaż",
        "floor": "piętro {floor}",
        "ground": "parter",
        "lift": "winda",
        "no_lift": "bez windy",
        "stairs": "schody: {stairs}",
        "key": "klucz w biurze",
        "code": "kod: {code}",
    },
    "en": {
        "person1": "person",
        "person2": "people",
        "person5": "people",
        "manual": "manual wheelchair",
        "electric": "electric wheelchair",
        "wheelchair": "wheelchair",
        "walker": "walker",
        "carer1": "carer",
        "carer2": "carers",
        "rollator": "rollator",
        "luggage": "luggage",
        "floor": "floor {floor}",
        "ground": "ground floor",
        "lift": "lift",
        "no_lift": "no lift",
        "stairs": "steps: {stairs}",
        "key": "key at the office",
        "code": "code: {code}",
    },
}


def people(count: int, lang: str) -> str:
    """Return "1 osoba", "2 osoby", "5 osób", "22 osoby"."""
    word = WORDS[lang]
    if count == 1:
        return f"1 {word['person1']}"
    few = count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14)
    return f"{count} {word['person2' if few else 'person5']}"


def party_text(request: Request, clients: tuple[Client, ...], lang: str) -> str:
    """Return who comes along and what has to fit, in a few words."""
    party, word = request.party, WORDS[lang]
    parts = [people(len(clients) + party.carers, lang)]
    parts += [_chair(client, word) for client in clients if client.mobility is Mobility.WHEELCHAIR]
    parts += [word["walker"] for client in clients if client.mobility is Mobility.WALKER]
    if party.carers:
        parts.append(word["carer1"] if party.carers == 1 else f"{party.carers} {word['carer2']}")
    for name, count in (("rollator", party.rollators), ("luggage", party.luggage)):
        if count:
            parts.append(f"{word[name]} × {count}" if count > 1 else word[name])
    return ", ".join(parts)


def access_text(access: Access, lang: str) -> str:
    """Return the way from the pavement to the door; "" for a plain ground floor."""
    word, parts = WORDS[lang], []
    if access.floor:
        parts.append(word["floor"].format(floor=access.floor))
        parts.append(word["lift"] if access.has_lift else word["no_lift"])
    if access.stairs:
        parts.append(word["stairs"].format(stairs=access.stairs))
    if access.door_code:
        parts.append(word["code"].format(code=access.door_code))
    if access.key_at_office:
        parts.append(word["key"])
    return ", ".join(parts)


def party_texts(request: Request, clients: tuple[Client, ...]) -> Mapping[str, str]:
    """Return who comes along, in every language."""
    return {lang: party_text(request, clients, lang) for lang in WORDS}


def access_texts(residents: Sequence[Client]) -> Mapping[str, str]:
    """Return the ways to the doors of some residents, in every language; who lives where is said if they differ."""
    texts = {lang: _ways(residents, lang) for lang in WORDS}
    return {lang: text for lang, text in texts.items() if text}


def phones_of(clients: Sequence[Client]) -> tuple[str, ...]:
    """Return the residents' phone numbers, each once."""
    return tuple(dict.fromkeys(client.phone for client in clients if client.phone))


def contact_texts(clients: Sequence[Client]) -> tuple[str, ...]:
    """Return whom to phone about some residents: everybody's first contact, then the second ones, each once."""
    ranks = zip_longest(*(client.contacts for client in clients))
    return tuple(dict.fromkeys(_contact(contact) for rank in ranks for contact in rank if contact is not None))


def _ways(residents: Sequence[Client], lang: str) -> str:
    ways: dict[str, list[str]] = {}
    for client in residents:
        ways.setdefault(access_text(client.access, lang), []).append(client.name)
    if len(ways) < 2:
        return next(iter(ways), "")
    return "; ".join(f"{', '.join(names)}: {way or WORDS[lang]['ground']}" for way, names in ways.items())


def _contact(contact: Contact) -> str:
    relation = f" ({contact.relation})" if contact.relation else ""
    return f"{contact.name}{relation} {contact.phone}".strip()


def _chair(client: Client, word: Mapping[str, str]) -> str:
    if client.wheelchair is None:
        return word["wheelchair"]
    kind = word["electric" if client.wheelchair.kind is WheelchairKind.ELECTRIC else "manual"]
    return f"{kind} {client.wheelchair.weight_with_person_kg} kg"

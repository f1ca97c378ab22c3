"""The privacy page: Markdown in one language, made of the classification and of the program itself."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from scheduler.bootstrap.privacy.kept import RECORDS, name_of, sealed_columns, sealed_how, types_in
from scheduler.bootstrap.privacy.record import Area, Fields, read_areas, read_columns, read_fields
from scheduler.bootstrap.privacy.words import ROLE_WORDS, WORDS
from scheduler.domain.retention import RetentionPolicy
from scheduler.services.access import ROLES
from scheduler.store.sql.layout import LAYOUTS


@dataclass(frozen=True, kw_only=True)
class ToldArea:
    """What is told of one area, in one language."""

    title: str
    purpose: str
    basis: str
    readers: str
    kept: str
    erased: str


def privacy_page(lang: str, policy: RetentionPolicy) -> str:
    """Return the page.

    Parameters
    ----------
    lang : str
        "pl" or "en".
    policy : RetentionPolicy
        The town's times.
    """
    words, known = WORDS[lang], read_fields()
    lines = [words["head"], "", *_overview(lang, policy), ""]
    for area in read_areas():
        lines += [f"### {area.title[lang]}", "", *_area(area, lang, known), ""]
    return "\n".join([*lines, words["foot"], ""])


def told_areas(lang: str, policy: RetentionPolicy) -> tuple[ToldArea, ...]:
    """Return what is told of each area, in the order of the page."""
    return tuple(
        ToldArea(
            title=one.title[lang],
            purpose=one.purpose[lang],
            basis=one.basis[lang],
            readers=_readers(one, lang),
            kept=one.kept[lang].format(**asdict(policy)),
            erased=one.erased[lang],
        )
        for one in read_areas()
    )


def _readers(area: Area, lang: str) -> str:
    """Return the roles that may read something of an area, from the permission table."""
    roles = {role for one in area.permissions for role in ROLES[one]}
    return ", ".join(word for role, word in ROLE_WORDS[lang].items() if role in roles)


def _overview(lang: str, policy: RetentionPolicy) -> Iterator[str]:
    words = WORDS[lang]
    yield f"| {' | '.join(words[one] for one in ('what', 'purpose', 'basis', 'readers', 'kept', 'erased'))} |"
    yield "|---|---|---|---|---|---|"
    for one in told_areas(lang, policy):
        yield f"| {' | '.join(asdict(one).values())} |"


def _area(area: Area, lang: str, known: Mapping[str, Fields]) -> Iterator[str]:
    words, (_, columns) = WORDS[lang], read_columns()
    yield f"{words['permissions']}: {', '.join(f'`{one}`' for one in area.permissions)}."
    yield ""
    yield f"| {words['table']} | {words['columns']} | {words['fields']} | {words['sealed']} |"
    yield "|---|---|---|---|"
    for kind in area.kinds:
        table = LAYOUTS[kind].table.name
        yield _row(
            table, columns[table].personal, _personal(LAYOUTS[kind].kind.type, known), _sealing(kind, lang), lang
        )
    for table in area.tables:
        names = sealed_columns(table)
        how = words["record"].format(names=_code(names)) if names else words["digests"]
        yield _row(table, columns[table].personal, _of_records(table, known), how, lang)


def _row(table: str, personal: tuple[str, ...], found: str, how: str, lang: str) -> str:
    none = WORDS[lang]["none"]
    return f"| `{table}` | {_code(personal) or none} | {found or none} | {how} |"


def _of_records(table: str, known: Mapping[str, Fields]) -> str:
    return "; ".join(filter(None, (_personal(one, known) for one in RECORDS.get(table, ()))))


def _personal(kind: type, known: Mapping[str, Fields]) -> str:
    """Return the personal fields of a type, and of what is kept in it."""
    found = ((one, known[name_of(one)].personal) for one in types_in(kind))
    return "; ".join(f"{one.__name__}: {_code(names)}" for one, names in found if names)


def _sealing(kind: str, lang: str) -> str:
    words, (whole, part, under) = WORDS[lang], sealed_how(kind)
    said = words[f"whole_{whole}"] if whole else words["open"]
    return f"{said}; {words[f'part_{under}'].format(names=_code(part))}" if part else said


def _code(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{one}`" for one in names)

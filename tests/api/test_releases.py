"""The API as the last release described it: programs that were written for it still work."""

import gzip
import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from typing import Any

import jsonschema_rs
import pytest

from tests.api.world import make_world
from tests.ci_scripts import script
from tests.compatibility import Comparison
from tests.releases import changelog, last_release, told_as_breaking

LAST = last_release()
with gzip.open(LAST / "api.json.gz", "rt", encoding="utf-8") as file:
    OLD: dict[str, Any] = json.load(file)


@cache
def today() -> dict[str, Any]:
    found: dict[str, Any] = script("release").bare(make_world().app.openapi())
    return found


def operations(api: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(path, method): one for path, methods in api["paths"].items() for method, one in methods.items()}


def broken(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    """Yield what a program would fail over that was written for the old description."""
    asked, told = Comparison(old, new, read=True), Comparison(old, new, written=True)
    now = operations(new)
    for (path, method), before in operations(old).items():
        at = f"{method.upper()} {path}"
        if (after := now.get((path, method))) is None:
            yield f"{at} is gone"
            continue
        yield from _parameters(asked, before, after, at)
        yield from _bodies(asked, before, after, at)
        yield from _answers(told, before, after, at)


def _parameters(asked: Comparison, before: dict[str, Any], after: dict[str, Any], at: str) -> Iterator[str]:
    olds, news = ({(one["in"], one["name"]): one for one in it.get("parameters", ())} for it in (before, after))
    for key, one in olds.items():
        if key not in news:
            yield f"{at}: {key[0]} {key[1]} is taken no more"
        else:
            yield from asked.breaks(one["schema"], news[key]["schema"], f"{at} {key[1]}")
    for key, one in news.items():
        if one.get("required") and not olds.get(key, {}).get("required"):
            yield f"{at}: {key[0]} {key[1]} is needed now"


def _bodies(asked: Comparison, before: dict[str, Any], after: dict[str, Any], at: str) -> Iterator[str]:
    olds, news = (one.get("requestBody", {}).get("content", {}) for one in (before, after))
    if news and not olds:
        yield f"{at}: a body is needed now"
    for kind, one in olds.items():
        if kind not in news:
            yield f"{at}: {kind} is taken no more"
        else:
            yield from asked.breaks(one["schema"], news[kind]["schema"], f"{at} body")


def _answers(told: Comparison, before: dict[str, Any], after: dict[str, Any], at: str) -> Iterator[str]:
    for status, answer in before["responses"].items():
        if status not in after["responses"]:
            yield f"{at}: {status} is answered no more"
            continue
        contents = after["responses"][status].get("content", {})
        for kind, one in answer.get("content", {}).items():
            if kind not in contents:
                yield f"{at}: {status} is no {kind} any more"
            else:
                yield from told.breaks(one.get("schema", {}), contents[kind].get("schema", {}), f"{at} {status}")


def test_programs_written_for_the_last_release_still_work() -> None:
    """A town's own programs would fail on the evening after an update, and nobody would have told them."""
    found = list(broken(OLD, today()))
    if today()["info"]["version"] != OLD["info"]["version"] and told_as_breaking("API", changelog(), LAST.name):
        return
    assert found == [], "a new version of the API, with **Breaking** in CHANGELOG.md, or a way that keeps the old one"


EXAMPLES = [
    (path, method, one["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2])
    for (path, method), one in operations(OLD).items()
    if "requestBody" in one
]


@cache
def registry() -> jsonschema_rs.Registry:
    return jsonschema_rs.Registry([("urn:api", today())], draft=jsonschema_rs.Draft202012)


def taken(schema: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        {"$ref": f"urn:api#/components/schemas/{schema}"}, registry=registry(), validate_formats=True
    )


@pytest.mark.parametrize(("path", "method", "name"), EXAMPLES, ids=[f"{m} {p}" for p, m, _ in EXAMPLES])
def test_an_example_of_the_last_release_is_still_right(path: str, method: str, name: str) -> None:
    """Whoever began with it would find that what worked last year is refused."""
    content = operations(today())[path, method]["requestBody"]["content"]["application/json"]
    example = OLD["components"]["schemas"][name]["example"]
    errors = taken(content["schema"]["$ref"].rpartition("/")[2]).iter_errors(example)
    assert [one.message for one in errors] == []


def _gone(api: dict[str, Any]) -> None:
    del api["paths"]["/api/v1/hooks"]["get"]


def _field(api: dict[str, Any]) -> None:
    del api["components"]["schemas"]["ImportDone"]["properties"]["added"]


def _kind(api: dict[str, Any]) -> None:
    api["components"]["schemas"]["ImportDone"]["properties"]["added"]["type"] = "string"


def _needed(api: dict[str, Any]) -> None:
    api["components"]["schemas"]["TripConfirmation"]["required"].append("good_only")


def _value(api: dict[str, Any]) -> None:
    api["components"]["schemas"]["RowStatus"]["enum"].remove("same")


def _shorter(api: dict[str, Any]) -> None:
    api["components"]["schemas"]["TripConfirmation"]["properties"]["seen"]["maxLength"] = 9


def _parameter(api: dict[str, Any]) -> None:
    api["paths"]["/api/v1/days/{day}/trips"]["get"]["parameters"].append(
        {"name": "x", "in": "query", "required": True, "schema": {"type": "string"}}
    )


def _answer(api: dict[str, Any]) -> None:
    api["paths"]["/api/v1/imports/trips"]["post"]["responses"]["201"] = api["paths"]["/api/v1/imports/trips"]["post"][
        "responses"
    ].pop("200")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_gone, "GET /api/v1/hooks is gone"),
        (_field, "added: is gone"),
        (_kind, "added: may be string now"),
        (_needed, "good_only: is needed now"),
        (_value, "same is no value any more"),
        (_shorter, "maxLength is 9 now"),
        (_parameter, "query x is needed now"),
        (_answer, "200 is answered no more"),
    ],
)
def test_what_would_break_a_program_is_noticed(spoil: Callable[[dict[str, Any]], None], said: str) -> None:
    """A comparison that lets everything pass would protect nobody."""
    changed = deepcopy(today())
    spoil(changed)
    assert any(said in one for one in broken(today(), changed))


def test_what_is_only_added_breaks_nothing() -> None:
    """No release could ever bring anything new."""
    more = deepcopy(today())
    more["paths"]["/api/v1/new"] = more["paths"]["/api/v1/hooks"]
    more["components"]["schemas"]["ImportDone"]["properties"]["more"] = {"type": "integer"}
    more["components"]["schemas"]["ImportDone"]["required"].append("more")
    more["components"]["schemas"]["TripConfirmation"]["properties"]["more"] = {"type": "integer"}
    assert list(broken(today(), more)) == []

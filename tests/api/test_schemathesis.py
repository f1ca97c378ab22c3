"""schemathesis on the description: every operation, as each role and as nobody, with all its checks."""

from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode

from api.routing import OfficeRoute
from scheduler.domain.accounts import Role
from scheduler.services.access import ROLES, Permission
from tests.api.world import BASE, World, make_world

EXAMPLES, REFUSED = 4, 1
"""For each operation and kind of data, of a role that may, and of one that may not, which is told so at once."""
CONFIG = SchemathesisConfig.from_dict({
    "checks": {
        # A home that is none of the town's is well formed and still refused; a stale or missing version likewise.
        "positive_data_acceptance": {"expected-statuses": ["2xx", 401, 403, 404, 409, 412, 422, 428, 429]},
        "negative_data_rejection": {"expected-statuses": [400, 401, 403, 404, 405, 406, 412, 415, 422, 428, 429]},
        "missing_required_header": {"expected-statuses": [401, 403, 404, 422, 428, 429]},
    }
})  # fmt: skip
"""Expected statuses are those that the README names."""


@pytest.fixture(scope="module")
def office() -> World:
    return make_world()


def schema_of(office: World) -> Any:
    return schemathesis.openapi.from_asgi("/openapi.json", office.app, config=CONFIG)


def headers_of(office: World, by: str) -> dict[str, str]:
    if by == "nobody":
        return {}
    signed = office.office.desk.open(office.now(Role(by)), strong=True)
    return {"Cookie": f"dojazd={signed.token}", "Origin": BASE}


@pytest.mark.parametrize("by", [*Role, "nobody"])
def test_every_operation_keeps_its_word(office: World, by: str) -> None:
    """A page or a program would meet an answer that the description does not know, or break the service."""
    asked: dict[str, int] = {}
    for found in schema_of(office).get_all_operations():
        operation = found.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            with suppress(Unsatisfiable):  # what takes no parameters cannot be asked wrongly
                examples = EXAMPLES if may(office, operation, by) else REFUSED
                probe(office, operation.as_strategy(generation_mode=mode), by, asked, examples)

    assert len(asked) == sum(len(one) for one in office.app.openapi()["paths"].values())


def may(office: World, operation: Any, by: str) -> bool:
    """Return whether somebody may do an operation."""
    method, path = operation.label.split(" ", 1)
    routes = (one for one in office.app.router.routes if isinstance(one, OfficeRoute))
    permission = next(one.permission for one in routes if one.path_format == path and method in (one.methods or ()))
    return permission is Permission.PUBLIC or (by != "nobody" and Role(by) in ROLES[permission])


def probe(office: World, strategy: Any, by: str, asked: dict[str, int], examples: int) -> None:
    """Ask one operation in several ways, and let schemathesis look at the answers."""

    @settings(max_examples=examples, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=strategy)
    def ask(case: Any) -> None:
        asked[case.operation.label] = asked.get(case.operation.label, 0) + 1
        case.call_and_validate(base_url=BASE, headers=headers_of(office, by))

    ask()

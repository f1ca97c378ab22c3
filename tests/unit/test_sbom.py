"""What Dojazd is made of: the document that says so, and whether its licences let us."""

import json
import re
import tomllib
from importlib.resources import files
from typing import Any

import jsonschema_rs
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.ci_scripts import CI, script

SBOM = script("sbom")
FACTS = SBOM.known()


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    made: dict[str, Any] = SBOM.finished(SBOM.exported(), FACTS)
    return made


def pinned() -> dict[str, str]:
    config = tomllib.loads((CI.parent / "pyproject.toml").read_text(encoding="utf-8"))
    pins = map(Requirement, config["tool"]["uv"]["constraint-dependencies"])
    return {canonicalize_name(one.name): str(one.specifier).removeprefix("==") for one in pins}


def schema() -> jsonschema_rs.Draft7Validator:
    """Return CycloneDX's own schema, with the two that it refers to."""
    folder = files("cyclonedx.schema") / "_res"
    parts = {name: json.loads((folder / name).read_text(encoding="utf-8")) for name in PARTS}
    known = [(f"http://cyclonedx.org/schema/{name}", parts[name]) for name in PARTS[1:]]
    registry = jsonschema_rs.Registry(known, draft=jsonschema_rs.Draft7)
    return jsonschema_rs.Draft7Validator(parts[PARTS[0]], registry=registry, validate_formats=True)


PARTS = ("bom-1.5.SNAPSHOT.schema.json", "spdx.SNAPSHOT.schema.json", "jsf-0.82.SNAPSHOT.schema.json")


def test_the_document_is_cyclonedx_and_has_every_pin(document: dict[str, Any]) -> None:
    """A town's auditor would refuse it, or look for a package that is not in it when one turns out to be dangerous."""
    assert list(schema().iter_errors(document)) == []
    assert {one["name"]: one["version"] for one in document["components"]} == pinned()
    assert list(schema().iter_errors({**document, "components": [{"name": "x"}]})) != []


def test_every_file_is_known_by_its_hash_and_no_host_is_named(document: dict[str, Any]) -> None:
    """Nobody could tell whether what is installed is what was published."""
    for one in document["components"]:
        assert all(file["hashes"][0]["alg"] == "SHA-256" for file in one["externalReferences"]), one["name"]
    assert "//" not in re.sub(r'"\$schema": "[^"]*"', "", json.dumps(document))


def test_the_same_pins_make_the_same_document(document: dict[str, Any]) -> None:
    """Two releases could not be compared."""
    assert SBOM.finished(SBOM.exported(), FACTS) == document


def test_every_licence_is_known_and_lets_us(document: dict[str, Any]) -> None:
    """A package would be passed on whose licence forbids that, or asks for the source of everything."""
    copyleft = {(name, key) for key, one in FACTS["copyleft"].items() for name in one["packages"]}
    seen = set()
    for one in document["components"]:
        assert "licenses" in one, f"{one['name']}: look its licence up, and name it in .ci/licences.toml"
        for part in parts(one["licenses"][0]["expression"]):
            if part not in FACTS["fine"]["licences"]:
                assert (one["name"], part) in copyleft, f"{one['name']} is under {part}: say in .ci/licences.toml why"
                seen.add((one["name"], part))
    assert seen == copyleft, "no longer needed"


def parts(expression: str) -> list[str]:
    return [one for one in re.split(r"[\s()]+", expression) if one and one not in {"AND", "OR", "WITH"}]


@pytest.mark.parametrize(("name", "licence"), [("psycopg", "LGPL-3.0-only"), ("httpx", "BSD-3-Clause"), ("nobody", "")])
def test_a_licence_is_what_the_package_says(name: str, licence: str) -> None:
    """What is under a copyleft would be listed as free of it."""
    assert SBOM.licence_of(name, FACTS) == licence

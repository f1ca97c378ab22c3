"""Signing in: with a password, a second factor, a phone's code, a token."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from pydantic import AnyHttpUrl

from scheduler.domain.accounts import Role
from scheduler.services.signing_in import Argon2, SignInDesk, SignInRules
from scheduler.services.signing_in.second_factor import matching_step
from tests.api.world import BASE, HOME, PASSWORD, Asker, World, make_world

DISPATCHER = f"dispatcher@{HOME}"


def credentials(name: str = DISPATCHER, password: str = PASSWORD, **more: str) -> dict[str, str]:
    return {"sign_in": name, "password": password, **more}


def totp(secret: str, world: World) -> str:
    app = TOTP(base64.b32decode(secret), 6, SHA1(), 30)
    return app.generate(int(world.clock.at.timestamp())).decode()


def enrolled(world: World, asker: Asker) -> tuple[str, list[str]]:
    """Enrol an app; return its secret and the recovery codes."""
    secret = asker.post("/api/v1/session/totp").json()["secret"]
    answer = asker.put("/api/v1/session/totp", {"code": totp(secret, world)})
    assert answer.status_code == 200, answer.text
    world.clock.move(seconds=60)
    return secret, answer.json()["codes"]


def test_a_password_opens_a_session(world: World) -> None:
    """Nobody could work; or the cookie would be one that scripts and other sites can use."""
    asker = world.nobody(Origin=BASE)
    answer = asker.post("/api/v1/session", credentials(" Dispatcher@Starachowice "))
    cookie = answer.headers["set-cookie"]

    assert answer.status_code == 200
    assert answer.json()["role"] == "dispatcher"
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert asker.get("/api/v1/session").json()["user_id"] == world.user(Role.DISPATCHER).id
    assert world.audited()[-1][1:] == ("session.opened", f"user:{world.user(Role.DISPATCHER).id}")


def test_over_https_the_cookie_is_bound_to_the_host() -> None:
    """A neighbouring site of the town's domain could set or read the cookie, or it would travel in the clear."""
    world = make_world(public_url=AnyHttpUrl("https://dojazd.town.example"))
    cookie = (
        world.nobody(Origin="https://dojazd.town.example").post("/api/v1/session", credentials()).headers["set-cookie"]
    )

    assert cookie.startswith("__Host-dojazd=")
    assert "Secure" in cookie.split("; ")
    assert "Domain" not in cookie


@pytest.mark.parametrize(("name", "password"), [(DISPATCHER, "wrong"), ("nobody", PASSWORD), ("", ""), ("x\ty", "\n")])
def test_what_is_wrong_is_not_told(world: World, name: str, password: str) -> None:
    """Somebody who guesses would learn which names there are."""
    answer = world.nobody().post("/api/v1/session", credentials(name, password))

    assert answer.status_code == 401
    assert answer.json()["detail"] == "this name and password do not belong together"
    assert "set-cookie" not in answer.headers


class Counting(Argon2):
    """The real hasher, which counts."""

    def __init__(self) -> None:
        super().__init__(passes=1, memory_kib=8, lanes=1)
        self.asked = 0

    def matches(self, password: str, kept: str) -> bool:
        self.asked += 1
        return super().matches(password, kept)


def test_unknown_names_take_as_long(world: World) -> None:
    """The time of an answer would tell which names there are, and who has no password."""
    counting, office = Counting(), world.office
    desk = SignInDesk(office.store, office.accounts, office.clock, counting, SignInRules())
    verified: list[str] = []
    real = counting._hasher.verify

    def verify(password: str | bytes, hash: str | bytes) -> bool:  # noqa: A002  # as the library calls it
        verified.append(str(hash))
        return real(password, hash)

    counting._hasher.verify = verify  # type: ignore[method-assign]
    for name in (DISPATCHER, "nobody at all"):
        with pytest.raises(Exception, match="do not belong together"):
            desk.sign_in(name, "wrong password")

    assert counting.asked == len(verified) == 2
    assert all(kept.startswith("$argon2id$") for kept in verified)


def test_the_parameters_are_those_of_the_standard() -> None:
    """A stolen database would be guessed through in an afternoon."""
    assert Argon2().hash("x").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_guessing_is_slowed_down_and_forgotten(world: World) -> None:
    """A short list of usual passwords would be tried through; or a user who mistyped could not work that day."""
    asker = world.nobody(Origin=BASE)
    statuses = [asker.post("/api/v1/session", credentials(password="wrong")).status_code for _ in range(6)]
    blocked = asker.post("/api/v1/session", credentials())

    assert statuses == [401] * 5 + [429]
    assert (blocked.status_code, blocked.headers["retry-after"]) == (429, "1")
    world.clock.move(seconds=3)
    assert asker.post("/api/v1/session", credentials(password="wrong")).status_code == 401
    assert asker.post("/api/v1/session", credentials()).headers["retry-after"] == "2"
    world.clock.move(seconds=4)
    assert asker.post("/api/v1/session", credentials()).status_code == 200
    assert asker.post("/api/v1/session", credentials(password="wrong")).status_code == 401


def test_one_address_cannot_try_many_names(world: World) -> None:
    """One usual password would be tried for every name of a list."""
    asker = world.nobody()
    statuses = [asker.post("/api/v1/session", credentials(f"name-{k}", "wrong")).status_code for k in range(32)]
    elsewhere = Asker(world.app, address="198.51.100.7")

    assert statuses[:30] == [401] * 30
    assert statuses[-1] == 429
    assert elsewhere.post("/api/v1/session", credentials()).status_code == 200


def test_a_session_is_new_at_each_sign_in(world: World) -> None:
    """A cookie that somebody put into a shared browser would be signed in later."""
    asker = world.nobody(Origin=BASE)
    asker.post("/api/v1/session", credentials())
    before = dict(asker.cookies)
    asker.post("/api/v1/session", credentials())
    old = world.nobody()
    old.cookies.update(before)

    assert dict(asker.cookies) != before
    assert old.get("/api/v1/session").status_code == 401


def test_a_session_ends_when_it_is_not_used_and_in_any_case(world: World) -> None:
    """The office's computer would stay signed in over night, or for ever."""
    rules, asker = SignInRules(), world.browser(Role.DISPATCHER)
    for _ in range(11):
        world.clock.move(hours=1)
        assert asker.get("/api/v1/town").status_code == 200
    world.clock.move(hours=1)
    assert asker.get("/api/v1/town").status_code == 401

    idle = world.browser(Role.DISPATCHER)
    world.clock.at += rules.idle - timedelta(seconds=1)
    assert idle.get("/api/v1/town").status_code == 200
    world.clock.at += rules.idle
    assert idle.get("/api/v1/town").status_code == 401


def test_signing_out_ends_the_session_itself(world: World) -> None:
    """A copy of the cookie would go on working."""
    asker = world.browser(Role.DISPATCHER)
    copy = Asker(world.app)
    copy.cookies.update(dict(asker.cookies))

    assert asker.delete("/api/v1/session").status_code == 204
    assert copy.get("/api/v1/session").status_code == 401


def test_another_password_ends_everything(world: World) -> None:
    """Whoever stole the old password would stay signed in."""
    asker, thief = world.browser(Role.DISPATCHER), world.browser(Role.DISPATCHER)
    weak = asker.put("/api/v1/session/password", {"old": PASSWORD, "new": "starachowice"})
    wrong = asker.put("/api/v1/session/password", {"old": "nope", "new": "zupelnie inne haslo"})
    right = asker.put("/api/v1/session/password", {"old": PASSWORD, "new": "zupelnie inne haslo"})

    assert (weak.status_code, wrong.status_code, right.status_code) == (422, 401, 204)
    assert thief.get("/api/v1/session").status_code == 401
    assert world.nobody().post("/api/v1/session", credentials()).status_code == 401
    assert world.nobody().post("/api/v1/session", credentials(password="zupelnie inne haslo")).status_code == 200


@pytest.mark.parametrize(
    "password",
    ["krotkie", "12345678901", "password1234", "Warszawa2026!", "qwertyuiop[]12", "aaaaaaaaaaaaaaaa", "Dyspozytor!23",
     "annaanowak12", "anna.nowak99", "x" * 257],
)  # fmt: skip
def test_passwords_that_others_guess_are_refused(world: World, password: str) -> None:
    """The first line of every list of passwords would open the clients' files."""
    body = {"sign_in": "anna.nowak", "name": "Annaa Nowak", "role": "dispatcher", "password": password}
    answer = world.browser(Role.ADMINISTRATOR).post("/api/v1/users", body)

    assert answer.status_code == 422
    assert password not in answer.text


@pytest.mark.parametrize("password", ["kot dywan rower lampa", "Zażółć-gęślą-jaźń", "correct horse battery stapler"])
def test_good_passwords_are_taken(world: World, password: str) -> None:
    """People would write the only password that passes under the keyboard."""
    body = {"sign_in": "anna.nowak", "name": "Anna Nowak", "role": "dispatcher", "password": password}

    assert world.browser(Role.ADMINISTRATOR).post("/api/v1/users", body).status_code == 201
    assert world.nobody().post("/api/v1/session", credentials("anna.nowak", password)).status_code == 200


def test_an_administrator_enrols_an_app_before_anything_else(world: World) -> None:
    """The account that makes all others would hang on one password."""
    asker = world.nobody(Origin=BASE)
    answer = asker.post("/api/v1/session", credentials(f"administrator@{HOME}"))

    assert answer.json()["second_factor"] == "wanted"
    assert asker.get("/api/v1/users").status_code == 403
    enrolled(world, asker)
    assert asker.get("/api/v1/users").status_code == 200
    assert asker.get("/api/v1/session").json()["second_factor"] == "used"


def test_a_code_is_wanted_and_works_once(world: World) -> None:
    """Somebody who looks over a shoulder would sign in with the same code."""
    name = f"administrator@{HOME}"
    secret, _ = enrolled(world, world.browser(Role.ADMINISTRATOR))
    asker = world.nobody(Origin=BASE)
    without = asker.post("/api/v1/session", credentials(name))
    wrong = asker.post("/api/v1/session", credentials(name, code="000000"))
    code = totp(secret, world)
    first = asker.post("/api/v1/session", credentials(name, code=code))
    second = asker.post("/api/v1/session", credentials(name, code=code))

    assert [one.status_code for one in (without, wrong, first, second)] == [401, 401, 200, 401]
    assert without.json()["type"] == "urn:dojazd:second-factor"
    assert asker.post("/api/v1/session", credentials(name, "wrong", code=code)).json()["type"] == "urn:dojazd:sign-in"


def test_codes_cannot_be_guessed_by_forgetting_failures(world: World) -> None:
    """Asking without a code in between would give a guesser of codes new attempts for ever."""
    name = f"administrator@{HOME}"
    enrolled(world, world.browser(Role.ADMINISTRATOR))
    asker, statuses = world.nobody(), []
    for k in range(8):
        asker.post("/api/v1/session", credentials(name))
        statuses.append(asker.post("/api/v1/session", credentials(name, code=f"{k:06}")).status_code)

    assert 429 in statuses


def test_a_recovery_code_works_once(world: World) -> None:
    """A lost phone would lock the office out; or a code on a slip of paper would be a key for ever."""
    name = f"administrator@{HOME}"
    _, codes = enrolled(world, world.browser(Role.ADMINISTRATOR))
    asker = world.nobody(Origin=BASE)

    assert len(set(codes)) == 10
    assert asker.post("/api/v1/session", credentials(name, code=codes[3].lower())).status_code == 200
    assert asker.post("/api/v1/session", credentials(name, code=codes[3])).status_code == 401
    assert asker.post("/api/v1/session", credentials(name, code=codes[4])).status_code == 200


def test_codes_are_those_of_the_standard() -> None:
    """No authenticator app would be understood (RFC 6238, appendix B)."""
    secret = base64.b32encode(b"12345678901234567890").decode()
    at = datetime.fromtimestamp(59, UTC)
    assert matching_step(secret, "287082", at) == 1
    assert matching_step(secret, "287082", at + timedelta(seconds=30)) == 1
    assert matching_step(secret, "287082", at + timedelta(seconds=61)) is None
    assert matching_step(secret, "94287082", at) is None
    assert matching_step(secret, "\uff12\uff18\uff17\uff10\uff18\uff12", at) is None


def test_an_app_is_replaced_only_with_the_one_in_use(world: World) -> None:
    """Whoever got hold of an older session would put their own phone in the place of the second factor."""
    older = world.browser(Role.DISPATCHER, strong=False)
    asker = world.browser(Role.DISPATCHER, strong=False)
    secret, _ = enrolled(world, asker)
    assert older.get("/api/v1/session").status_code == 401

    weak = world.browser(Role.DISPATCHER, strong=False)
    assert weak.post("/api/v1/session/totp").status_code == 403
    newer = asker.post("/api/v1/session/totp").json()["secret"]
    body = {"code": totp(newer, world)}
    assert weak.put("/api/v1/session/totp", body).status_code == 403
    assert asker.put("/api/v1/session/totp", body).status_code == 401
    assert world.now(Role.DISPATCHER).totp == secret
    world.clock.move(seconds=60)
    body = {"code": totp(newer, world), "present_code": totp(secret, world)}
    assert asker.put("/api/v1/session/totp", body).status_code == 200
    assert world.now(Role.DISPATCHER).totp == newer
    assert weak.get("/api/v1/session").status_code == 401
    assert asker.get("/api/v1/session").status_code == 200

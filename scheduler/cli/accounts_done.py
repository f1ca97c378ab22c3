"""What `dojazd users` and `dojazd tokens` do."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import typer

from scheduler.bootstrap import Office, web_office
from scheduler.cli.options import own_language
from scheduler.cli.store_told import show_new_key
from scheduler.domain.accounts import Role, User, fold_sign_in
from scheduler.domain.errors import InputError, InputProblem, NotFoundError
from scheduler.domain.ids import ProviderId, StaffId, TokenId, TownId
from scheduler.services.signing_in import NewUser
from scheduler.services.signing_in.noting import TERMINAL
from scheduler.settings import load_settings


@dataclass(frozen=True, kw_only=True)
class NewOne:
    """What the command line says of a new user."""

    sign_in: str
    name: str
    role: Role
    staff: str
    provider: str


def make_user(new: NewOne, town: str) -> None:
    """Make a user."""
    with _office() as office:
        of = _town(office, town)
        password = _password()
        if not password and new.role is not Role.WORKER:
            right = f"type one; only a {Role.WORKER} needs none, whose phone is signed in by a code"
            raise InputError([InputProblem(file="password", wrong="is missing", right=right)])
        user = office.users.add(
            of,
            NewUser(
                sign_in=new.sign_in,
                name=new.name,
                role=new.role,
                staff_id=StaffId(new.staff) if new.staff else None,
                provider_id=ProviderId(new.provider) if new.provider else None,
                password=password,
            ),
            by=TERMINAL,
        )
        how = "may sign in" if password else "may have a phone signed in by a code"
        typer.echo(f"{user.sign_in} {how} as {user.role} of {of}")


def set_password(sign_in: str) -> None:
    """Give a user another password."""
    with _office() as office:
        user = _user(office, sign_in)
        office.users.set_password(user, _password(), by=TERMINAL)
        typer.echo(f"{user.sign_in} has another password, and is signed out everywhere")


def show_users(town: str) -> None:
    """Print users."""
    with _office() as office:
        for user in office.accounts.users.all(TownId(town) if town else None):
            state = "" if user.active else "  (shut out)"
            typer.echo(f"{user.id}  {user.sign_in}  {user.role}  {user.town_id}  {user.name}{state}")


def shut_out(sign_in: str) -> None:
    """Deactivate a user."""
    with _office() as office:
        user = _user(office, sign_in)
        same = NewUser(
            sign_in=user.sign_in,
            name=user.name,
            role=user.role,
            staff_id=user.staff_id,
            provider_id=user.provider_id,
            active=False,
        )
        office.users.change(user.town_id, user.id, same, seen=user.version, by=TERMINAL)
        typer.echo(f"{user.sign_in} is shut out")


def make_token(name: str, scopes: list[str], town: str, days: int) -> None:
    """Make a token and print its secret."""
    with _office() as office:
        of = _town(office, town)
        secret, token = office.tokens.add(of, name, scopes, by=TERMINAL, lasts=timedelta(days=days))
        typer.echo(f"{token.id}, until {token.ends_at:%Y-%m-%d}; it is shown this once:")
        typer.echo(secret)


def show_tokens(town: str) -> None:
    """Print tokens."""
    with _office() as office:
        now = office.clock.now()
        for token in office.accounts.tokens.all(_town(office, town)):
            state = (
                f"until {token.ends_at:%Y-%m-%d}"
                if token.open_at(now)
                else "over"
                if not token.revoked_at
                else "revoked"
            )
            typer.echo(f"{token.id}  {token.name}  {' '.join(sorted(token.scopes))}  {state}")


def revoke(token_id: str, town: str) -> None:
    """Shut a token out."""
    with _office() as office:
        office.tokens.revoke(_town(office, town), TokenId(token_id), by=TERMINAL)
        typer.echo(f"{token_id} is shut out")


@contextmanager
def _office() -> Iterator[Office]:
    lang = own_language()
    office = web_office(load_settings(), told=lambda key, path: show_new_key(key, path, lang))
    try:
        yield office
    finally:
        office.close()


def _town(office: Office, town: str) -> TownId:
    towns = office.store.towns()
    if town:
        if town not in towns:
            raise NotFoundError(f"no town {town} is kept; there are: {', '.join(towns) or 'none'}")
        return TownId(town)
    if len(towns) != 1:
        wrong = "is missing" if towns else "is missing, and no town is kept yet"
        right = f"give one of {', '.join(towns)}" if towns else "keep one first (dojazd import)"
        raise InputError([InputProblem(file="--town", wrong=wrong, right=right)])
    return towns[0]


def _user(office: Office, sign_in: str) -> User:
    user = office.accounts.users.named(fold_sign_in(sign_in))
    if user is None:
        raise NotFoundError(f"there is no user {sign_in}; dojazd users list shows them")
    return user


def _password() -> str:
    """Return the password that is typed; arguments would be seen by everybody on this computer."""
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")

"""`dojazd users` and `dojazd tokens`: who may sign in, from the computer itself."""

from typing import Annotated

import typer

from scheduler.domain.accounts import Role

users = typer.Typer(name="users", help="Who may sign in.", no_args_is_help=True)
tokens = typer.Typer(name="tokens", help="Tokens of machines.", no_args_is_help=True)

SignIn = Annotated[str, typer.Argument(metavar="NAME", help="Sign-in name.", show_default=False)]
Called = Annotated[str, typer.Option("--name", help="What the person is called.", show_default=False)]
TownId = Annotated[str, typer.Option("--town", help="Id of a town; needed where several are kept.")]
AsRole = Annotated[Role, typer.Option("--role", help="What they are to the office.", show_default=False)]
StaffOption = Annotated[str, typer.Option("--staff", help="Id of the staff member that a worker is.")]
ProviderOption = Annotated[str, typer.Option("--provider", help="Id of the provider that somebody belongs to.")]
MachineName = Annotated[str, typer.Argument(metavar="NAME", help="Which machine it is for.", show_default=False)]
Scopes = Annotated[list[str], typer.Option("--scope", help="A permission; repeat it for more.", show_default=False)]
Days = Annotated[int, typer.Option(min=1, max=1095, help="How long it lasts.")]
TokenId = Annotated[str, typer.Argument(metavar="ID", help="As `tokens list` shows it.", show_default=False)]


@users.command("add")
def add_user(  # noqa: PLR0917  # a command line has as many parameters as options
    sign_in: SignIn,
    name: Called,
    role: AsRole,
    town: TownId = "",
    staff: StaffOption = "",
    provider: ProviderOption = "",
) -> None:
    """Make a user; the password is asked for, or is the first line of the input."""
    from scheduler.cli.accounts_done import NewOne, make_user

    make_user(NewOne(sign_in=sign_in, name=name, role=role, staff=staff, provider=provider), town)


@users.command("password")
def change_password(sign_in: SignIn) -> None:
    """Give a user another password; everything they are signed in by ends."""
    from scheduler.cli.accounts_done import set_password

    set_password(sign_in)


@users.command("list")
def list_users(town: TownId = "") -> None:
    """List users."""
    from scheduler.cli.accounts_done import show_users

    show_users(town)


@users.command("deactivate")
def deactivate(sign_in: SignIn) -> None:
    """Shut a user out, and end everything they are signed in by."""
    from scheduler.cli.accounts_done import shut_out

    shut_out(sign_in)


@tokens.command("add")
def add_token(name: MachineName, scope: Scopes, town: TownId = "", days: Days = 365) -> None:
    """Make a token and print it; it is shown this once."""
    from scheduler.cli.accounts_done import make_token

    make_token(name, scope, town, days)


@tokens.command("list")
def list_tokens(town: TownId = "") -> None:
    """List tokens, without their secrets."""
    from scheduler.cli.accounts_done import show_tokens

    show_tokens(town)


@tokens.command("revoke")
def revoke_token(token_id: TokenId, town: TownId = "") -> None:
    """Shut a token out, from now on."""
    from scheduler.cli.accounts_done import revoke

    revoke(token_id, town)

"""Tokens of machines."""

from datetime import timedelta
from typing import Annotated

from fastapi import Path, Request

from api.asking import office_of, who
from api.replaying import holds_secret
from api.routing import needs, office_router
from api.schemas.accounts import TokenCreation, TokenList, TokenMade, TokenShown
from scheduler.domain.ids import TokenId
from scheduler.services.access import Permission

router = office_router("/api/v1/tokens", "tokens")
_tokens = [needs(Permission.TOKENS)]


@router.get("", dependencies=_tokens)
def list_tokens(request: Request) -> TokenList:
    """Return the town's tokens, without their secrets."""
    known = office_of(request).accounts.tokens.all(who(request).town_id)
    return TokenList(items=[TokenShown.of(token) for token in known])


@router.post("", dependencies=_tokens, status_code=201)
def add_token(request: Request, body: TokenCreation) -> TokenMade:
    """Make a token; its secret is in this answer alone."""
    me = who(request)
    holds_secret(request)
    lasts = timedelta(days=body.days)
    secret, token = office_of(request).tokens.add(me.town_id, body.name, body.scopes, by=me.user_id, lasts=lasts)
    return TokenMade(**TokenShown.of(token).model_dump(), secret=secret)


@router.delete("/{token_id}", dependencies=_tokens, status_code=204)
def revoke_token(request: Request, token_id: Annotated[str, Path(max_length=100)]) -> None:
    """Shut a token out, from now on."""
    me = who(request)
    office_of(request).tokens.revoke(me.town_id, TokenId(token_id), by=me.user_id)

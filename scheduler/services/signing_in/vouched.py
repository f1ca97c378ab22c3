"""What the claims of the town's sign-in service make of somebody here."""

from dataclasses import dataclass

from scheduler.domain.accounts import SIGN_IN, Identity, Role, digest_of, fold_sign_in
from scheduler.domain.identities import ProviderRules, text_at, values_at
from scheduler.domain.ids import ProviderId, StaffId
from scheduler.domain.text import composed
from scheduler.services.ports import Proof

_LONGEST = 200


@dataclass(frozen=True, kw_only=True)
class Vouched:
    """Somebody, as the provider tells of them.

    Attributes
    ----------
    sign_in, name : str
        Fit to be kept: what cannot be is replaced by what the provider's own name of the person gives.
    role : Role or None
        None: none of the claim's values means anything here.
    """

    identity: Identity
    sign_in: str
    name: str
    role: Role | None = None
    staff_id: StaffId | None = None
    provider_id: ProviderId | None = None


def vouched_for(proof: Proof, issuer: str, rules: ProviderRules) -> Vouched:
    """Return what a proof makes of somebody."""
    claims = proof.claims
    typed = fold_sign_in(text_at(claims, "preferred_username", "upn", "email"))
    sign_in = typed if SIGN_IN.fullmatch(typed) else f"u-{digest_of(proof.subject)[:12]}"
    whole = " ".join(filter(None, (text_at(claims, "given_name"), text_at(claims, "family_name"))))
    role = rules.role_of(values_at(claims, rules.roles_claim) or frozenset())
    staff = text_at(claims, rules.staff_claim) if rules.staff_claim else ""
    provider = text_at(claims, rules.provider_claim) if rules.provider_claim else ""
    return Vouched(
        identity=Identity(issuer=issuer, subject=proof.subject),
        sign_in=sign_in,
        name=_shown(text_at(claims, "name") or whole) or sign_in,
        role=role,
        staff_id=StaffId(staff) if staff and role is Role.WORKER else None,
        provider_id=ProviderId(provider) if provider and role is Role.PROVIDER else None,
    )


def _shown(name: str) -> str:
    """Return a name as it may be shown; empty: it has characters that nobody sees, or is no name's length."""
    try:
        return composed(name)[:_LONGEST].strip()
    except ValueError:
        return ""

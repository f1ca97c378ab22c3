"""Signing in: people with a password and a second factor, phones with a code, machines with a token."""

from scheduler.services.signing_in.desk import SignInDesk
from scheduler.services.signing_in.newcomers import NewcomerDesk
from scheduler.services.signing_in.passwords import Argon2, PasswordHasher
from scheduler.services.signing_in.phones import PhoneDesk
from scheduler.services.signing_in.provided import ProviderDesk
from scheduler.services.signing_in.renewing import Renewal
from scheduler.services.signing_in.rules import SignInRules
from scheduler.services.signing_in.second_factor import Enrolment, SecondFactor
from scheduler.services.signing_in.tokens import TokenDesk
from scheduler.services.signing_in.users import NewUser, UserDesk

__all__ = [
    "Argon2",
    "Enrolment",
    "NewUser",
    "NewcomerDesk",
    "PasswordHasher",
    "PhoneDesk",
    "ProviderDesk",
    "Renewal",
    "SecondFactor",
    "SignInDesk",
    "SignInRules",
    "TokenDesk",
    "UserDesk",
]

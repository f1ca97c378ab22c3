"""Personal data under lock: each subject has a data key, wrapped by the master key; erasing the key erases the data."""

from scheduler.store.sealing.cache import KeyCache
from scheduler.store.sealing.keyring import STATE, Keyring
from scheduler.store.sealing.master import MasterKey
from scheduler.store.sealing.ports import Seals, SubjectKeys

__all__ = ["STATE", "KeyCache", "Keyring", "MasterKey", "Seals", "SubjectKeys"]

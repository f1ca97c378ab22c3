"""Types that are read in place of dataclasses: some of their fields say of which kind they are."""

from dataclasses import MISSING, fields
from typing import Any, get_type_hints

import msgspec


def struct(kind: type, **tagged: Any) -> type[msgspec.Struct]:
    """Return a type that is read in place of a dataclass, with other types for some fields."""
    hints = get_type_hints(kind) | tagged
    made: list[tuple[str, Any] | tuple[str, Any, Any]] = []
    for one in fields(kind):
        if one.default is MISSING and one.default_factory is MISSING:
            made.append((one.name, hints[one.name]))
        else:
            made.append((one.name, hints[one.name] | msgspec.UnsetType, msgspec.UNSET))
    return msgspec.defstruct(f"{kind.__name__}Document", made, kw_only=True)


def set_fields(read: msgspec.Struct) -> dict[str, Any]:
    """Return what was written of the fields; the others are as the dataclass has them today."""
    return {name: value for name, value in msgspec.structs.asdict(read).items() if value is not msgspec.UNSET}

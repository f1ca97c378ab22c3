"""Questions of studies as JSON: each change says of which kind it is."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from scheduler.domain.capacity import changes
from scheduler.domain.capacity.kept import KeptStudy, StudyRun
from scheduler.domain.capacity.ranges import Range
from scheduler.domain.capacity.scenarios import Factor, Level, Scenario, Study
from scheduler.store.sql.structs import set_fields, struct

KINDS: Mapping[str, type[Any]] = {
    "add_vehicle": changes.AddVehicle,
    "remove_vehicle": changes.RemoveVehicle,
    "add_staff": changes.AddStaff,
    "remove_staff": changes.RemoveStaff,
    "add_shift": changes.AddShift,
    "remove_shift": changes.RemoveShift,
    "hours": changes.Hours,
    "windows": changes.PromiseWindow,
    "pooling": changes.PoolRides,
    "rate": changes.Rate,
    "demand": changes.GrowDemand,
    "contract_out": changes.ContractOut,
}
_NAMES = {kind: name for name, kind in KINDS.items()}
_DECODERS = {name: msgspec.json.Decoder(kind) for name, kind in KINDS.items()}


class _Change(msgspec.Struct):
    """A change with the kind that says which fields it has."""

    kind: str
    change: msgspec.Raw

    def decoded(self) -> Any:
        return _DECODERS[self.kind].decode(self.change)


_SCENARIO, _LEVEL = struct(Scenario, changes=tuple[_Change, ...]), struct(Level, changes=tuple[_Change, ...])
_RANGE = struct(Range, changes=tuple[_Change, ...])
_FACTOR = struct(Factor, levels=tuple[_LEVEL, ...], range=_RANGE | None)  # type: ignore[valid-type]  # made above
_STUDY = struct(Study, scenarios=tuple[_SCENARIO, ...], factors=tuple[_FACTOR, ...])  # type: ignore[valid-type]


def questioned(kind: type[KeptStudy | StudyRun]) -> tuple[Callable[[str | bytes], Any], Callable[[Any], object]]:
    """Return what reads and what writes things that hold a question."""
    decoder = msgspec.json.Decoder(struct(kind, question=_STUDY))

    def read(text: str | bytes) -> Any:
        state = set_fields(decoder.decode(text))
        return kind(**{**state, "question": _study(state["question"])})

    return read, lambda value: {**vars(value), "question": _plain_study(value.question)}


def _study(read: Any) -> Study:
    state = set_fields(read)
    state["scenarios"] = tuple(Scenario(**_changed(one)) for one in state.get("scenarios", ()))
    state["factors"] = tuple(_factor(one) for one in state.get("factors", ()))
    return Study(**state)


def _factor(read: Any) -> Factor:
    state = set_fields(read)
    state["levels"] = tuple(Level(**_changed(one)) for one in state.get("levels", ()))
    if state.get("range") is not None:
        state["range"] = Range(**_changed(state["range"]))
    return Factor(**state)


def _changed(read: Any) -> dict[str, Any]:
    state = set_fields(read)
    return {**state, "changes": tuple(one.decoded() for one in state.get("changes", ()))}


def _plain_study(study: Study) -> object:
    scenarios = [_plain_part(one) for one in study.scenarios]
    return {**vars(study), "scenarios": scenarios, "factors": [_plain_factor(one) for one in study.factors]}


def _plain_factor(factor: Factor) -> object:
    span = None if factor.range is None else _plain_part(factor.range)
    return {**vars(factor), "levels": [_plain_part(level) for level in factor.levels], "range": span}


def _plain_part(part: Scenario | Level | Range) -> object:
    return {**vars(part), "changes": [{"kind": _NAMES[type(one)], "change": one} for one in part.changes]}

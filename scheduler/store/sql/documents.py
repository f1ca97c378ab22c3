"""Things as JSON, and back: what a newer version has added is as new when an older version's document is read."""

from collections.abc import Callable, Mapping
from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from scheduler.domain.booking import Booking, Enquiry
from scheduler.domain.capacity.kept import KeptStudy, StudyRun
from scheduler.domain.errors import InputError, InputProblem, StoreError
from scheduler.domain.request import Delivery, Request, Ride, Visit
from scheduler.domain.series import Series, SeriesLeg
from scheduler.domain.town import TownHead
from scheduler.store.sql.question_documents import questioned
from scheduler.store.sql.structs import set_fields, struct
from scheduler.store.sql.zones import in_zone

_REQUESTS: Mapping[str, type[Request]] = {"visit": Visit, "ride": Ride, "delivery": Delivery}
_KINDS = {kind: name for name, kind in _REQUESTS.items()}
_DECODERS = {name: msgspec.json.Decoder(kind) for name, kind in _REQUESTS.items()}
_ENCODE = msgspec.json.Encoder().encode


class _Tagged(msgspec.Struct):
    """A request with the kind that says which fields it has."""

    kind: str
    request: msgspec.Raw

    def decoded(self) -> Request:
        return _DECODERS[self.kind].decode(self.request)


def _tagged(request: Request) -> Mapping[str, object]:
    return {"kind": _KINDS[type(request)], "request": request}


class Document[T]:
    """How things of one type are written.

    Parameters
    ----------
    kind : type
        A dataclass.
    """

    def __init__(self, kind: type[T]) -> None:
        self._decode: Callable[[str | bytes], T] = (
            _SPECIAL[kind][0] if kind in _SPECIAL else msgspec.json.Decoder(kind).decode
        )
        self._plain: Callable[[T], object] = _SPECIAL[kind][1] if kind in _SPECIAL else lambda value: value

    def write(self, value: T, where: str, *, checked: bool = True) -> bytes:
        """Return the JSON of a thing.

        Parameters
        ----------
        where : str
            What it is, for an error.
        checked : bool
            Whether it is read again at once; a large one that the program itself made need not be.

        Raises
        ------
        InputError
            If it holds text that is none (half of a surrogate pair), or it could not be read again.
        """
        try:
            written = _ENCODE(self._plain(value))
            if checked:
                self._decode(written)
        except UnicodeEncodeError as error:
            raise _unwritable(where, "holds half of a character", "write it again") from error
        except (msgspec.MsgspecError, ValueError, TypeError) as error:
            raise _unwritable(where, f"cannot be kept ({error})", "correct it") from error
        return written

    def read(self, text: str | bytes, where: str, zone: tzinfo | None) -> T:
        """Return a thing.

        Raises
        ------
        StoreError
            If the text is not one's, naming where it stands.
        """
        try:
            return in_zone(self._decode(text), zone)
        except (msgspec.MsgspecError, ValueError, TypeError, KeyError) as error:
            raise StoreError(
                f"what is kept at {where} cannot be read ({error}); restore it from a backup, or use the version of "
                "the program that wrote it"
            ) from error


def _unwritable(where: str, wrong: str, right: str) -> InputError:
    return InputError([InputProblem(file=where, wrong=wrong, right=right)])


_BOOKING = msgspec.json.Decoder(struct(Booking, request=_Tagged))
_LEG = struct(SeriesLeg, request=_Tagged)
_SERIES = msgspec.json.Decoder(struct(Series, legs=tuple[_LEG, ...]))  # type: ignore[valid-type]  # made above
_ENQUIRY = msgspec.json.Decoder(struct(Enquiry, requests=tuple[_Tagged, ...]))


def _read_booking(text: str | bytes) -> Booking:
    state = set_fields(_BOOKING.decode(text))
    state["request"] = state["request"].decoded()
    return Booking(**state)


def _plain_booking(value: Booking) -> object:
    return {**vars(value), "request": _tagged(value.request)}


def _read_enquiry(text: str | bytes) -> Enquiry:
    state = set_fields(_ENQUIRY.decode(text))
    state["requests"] = tuple(one.decoded() for one in state["requests"])
    return Enquiry(**state)


def _plain_enquiry(value: Enquiry) -> object:
    return {**vars(value), "requests": [_tagged(request) for request in value.requests]}


def _read_series(text: str | bytes) -> Series:
    state = set_fields(_SERIES.decode(text))
    legs = [set_fields(one) for one in state["legs"]]
    state["legs"] = tuple(SeriesLeg(**{**leg, "request": leg["request"].decoded()}) for leg in legs)
    return Series(**state)


def _plain_series(value: Series) -> object:
    return {**vars(value), "legs": [{**vars(leg), "request": _tagged(leg.request)} for leg in value.legs]}


def _read_head(text: str | bytes) -> TownHead:
    plain = msgspec.json.decode(text, type=dict[str, Any])
    policy = msgspec.convert(plain["policy"], dict[str, Any])
    minutes = msgspec.convert(policy.get("district_minutes", []), list[tuple[str, str, Any]])
    policy["district_minutes"] = {(one, other): spent for one, other, spent in minutes}
    return msgspec.convert({**plain, "policy": policy}, TownHead, str_keys=True, dec_hook=_zone)


def _plain_head(value: TownHead) -> object:
    plain = msgspec.to_builtins(value, enc_hook=lambda zone: zone.key)
    minutes = value.policy.district_minutes
    plain["policy"]["district_minutes"] = [[one, other, spent] for (one, other), spent in minutes.items()]
    return plain


def _zone(kind: type, name: object) -> object:
    if kind is not ZoneInfo:
        raise TypeError(f"nothing is known of {kind.__name__}")
    return ZoneInfo(str(name))


_SPECIAL: Mapping[type, tuple[Callable[[str | bytes], Any], Callable[[Any], object]]] = {
    Booking: (_read_booking, _plain_booking),
    Enquiry: (_read_enquiry, _plain_enquiry),
    Series: (_read_series, _plain_series),
    TownHead: (_read_head, _plain_head),
    KeptStudy: questioned(KeptStudy),
    StudyRun: questioned(StudyRun),
}

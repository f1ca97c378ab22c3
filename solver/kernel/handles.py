"""Many arrays passed to compiled code as one pointer.

A tuple of arrays is passed by value: eighty arrays are six hundred words at every call, and minutes of compiling. A
handle is the address of a block that holds the arrays' addresses and shapes; compiled code reads its fields by the
same names as Python reads those of the tuple it was made from. Fields are whole arrays in C order, whole numbers,
truths, or tuples of such (which become handles themselves).
"""

from collections.abc import Callable
from functools import cache
from typing import Any, cast

import numba
import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.core.datamodel import models
from numba.core.typing.templates import AttributeTemplate
from numba.extending import NativeValue, infer_getattr, lower_getattr_generic, register_model, typeof_impl, unbox
from numba.np.arrayobj import make_array, populate_array

WORDS = 4
"""Words of the block per field: address (or value) and up to three lengths."""
NO_LENGTHS = (0,) * (WORDS - 1)


class HandleType(types.Type):  # type: ignore[misc]
    """The compiler's type of a handle: the name of the tuple's class and the types of its fields."""

    def __init__(self, name: str, fields: tuple[tuple[str, Any], ...]) -> None:
        self.fields = fields
        super().__init__(name=f"Handle({name}: {', '.join(f'{field} {kind}' for field, kind in fields)})")

    def field(self, name: str) -> tuple[int, Any] | None:
        """Return the number and the type of a field."""
        return next(((k, kind) for k, (known, kind) in enumerate(self.fields) if known == name), None)


class Handle:
    """A tuple of arrays as compiled functions take it; the arrays live as long as it does.

    Attributes
    ----------
    of : the tuple
    """

    __slots__ = ("_block", "_parts", "address", "kind", "of")

    def __init__(self, of: Any) -> None:
        self.of = of
        self._parts: list[Handle] = []
        told = [self._told(value) for value in of]
        self._block = np.array([words for _, words in told], dtype=np.int64)
        self.kind = _kind_of(type(of), [kind for kind, _ in told])
        self.address = self._block.ctypes.data

    def _told(self, value: Any) -> tuple[Any, tuple[int, ...]]:
        """Return the compiled type of one field, and its words."""
        if isinstance(value, np.ndarray):
            if not value.flags.c_contiguous or value.ndim >= WORDS:
                msg = f"a handle holds whole arrays of up to {WORDS - 1} dimensions, not {value.shape} in other order"
                raise ValueError(msg)
            words = (value.ctypes.data, *value.shape, *NO_LENGTHS[value.ndim :])
            return _array_type(value.dtype, value.ndim), words
        if isinstance(value, tuple):
            part = Handle(value)
            self._parts.append(part)
            return part.kind, (part.address, *NO_LENGTHS)
        return types.boolean if isinstance(value, bool) else types.int64, (int(value), *NO_LENGTHS)


def handle[T: tuple[Any, ...]](of: T) -> T:
    """Return a tuple of arrays as compiled functions take it; they read it as if it were the tuple itself."""
    return cast("T", Handle(of))


def entry(function: Callable[..., Any], *arguments: Any) -> Callable[..., Any]:
    """Return the machine code of a compiled function for arguments of these types, compiled now if it has to be.

    Whoever calls a function hundreds of times with the same handles need not have their types found out each time: of
    a handle that takes longer than many a question. Arguments of other types must not be given to it.
    """
    if not hasattr(function, "overloads"):  # numba is told not to compile
        return function
    kinds = tuple(map(function.typeof_pyval, arguments))  # type: ignore[attr-defined]
    if kinds not in function.overloads:
        function.compile(kinds)  # type: ignore[attr-defined]
    return cast("Callable[..., Any]", function.overloads[kinds].entry_point)


_kinds: dict[tuple[object, ...], HandleType] = {}
"""Types of handles, by class and what their fields are known by: making one anew, and comparing it, takes longer."""


def _kind_of(of: Any, fields: list[Any]) -> HandleType:
    """Return the type of a handle: one object for each."""
    key = of, *map(id, fields)  # what is remembered here, or made once, keeps its id
    if key not in _kinds:
        _kinds[key] = HandleType(of.__name__, tuple(zip(of._fields, fields, strict=True)))
    return _kinds[key]


@cache
def _array_type(dtype: np.dtype[Any], dimensions: int) -> Any:
    """Return the compiler's type of an array; making one takes half a millisecond where it holds records."""
    return types.Array(numba.from_dtype(dtype), dimensions, "C")


@typeof_impl.register(Handle)  # type: ignore[untyped-decorator]
def _typeof(value: Handle, _context: object) -> HandleType:
    return value.kind


@register_model(HandleType)
class _Model(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, dmm: Any, fe_type: Any) -> None:
        super().__init__(dmm, fe_type, ir.IntType(64).as_pointer())


@unbox(HandleType)  # type: ignore[untyped-decorator]
def _unbox(_kind: Any, value: Any, c: Any) -> Any:
    address = c.pyapi.object_getattr_string(value, "address")
    word = c.pyapi.long_as_longlong(address)
    c.pyapi.decref(address)
    return NativeValue(c.builder.inttoptr(word, ir.IntType(64).as_pointer()))


@infer_getattr
class _Fields(AttributeTemplate):  # type: ignore[misc]
    key = HandleType

    def generic_resolve(self, kind: HandleType, name: str) -> Any:
        found = kind.field(name)
        return found[1] if found else None


def _word(builder: Any, block: Any, number: int) -> Any:
    """Load a word of a block; it never changes, so it need not be loaded twice."""
    loaded = builder.load(builder.gep(block, [ir.Constant(ir.IntType(64), number)]))
    loaded.set_metadata("invariant.load", builder.module.add_metadata([]))
    return loaded


@lower_getattr_generic(HandleType)  # type: ignore[untyped-decorator]
def _get(context: Any, builder: Any, kind: HandleType, block: Any, name: str) -> Any:
    found = kind.field(name)
    if found is None:
        raise AttributeError(name)
    number, field = found
    first = _word(builder, block, number * WORDS)
    if isinstance(field, HandleType):
        return builder.inttoptr(first, ir.IntType(64).as_pointer())
    if not isinstance(field, types.Array):
        return context.cast(builder, first, types.int64, field)
    return _array(
        context, builder, field, first, [_word(builder, block, number * WORDS + 1 + k) for k in range(field.ndim)]
    )


def _array(context: Any, builder: Any, kind: Any, address: Any, shape: list[Any]) -> Any:
    """Put an array together that owns nothing."""
    array = make_array(kind)(context, builder)
    size = context.get_abi_sizeof(context.get_data_type(kind.dtype))
    itemsize = context.get_constant(types.intp, size)
    strides = [itemsize]
    for length in shape[:0:-1]:
        strides.insert(0, builder.mul(strides[0], length))
    populate_array(
        array,
        data=builder.inttoptr(address, array.data.type),
        shape=cgutils.pack_array(builder, shape),
        strides=cgutils.pack_array(builder, strides),
        itemsize=itemsize,
        meminfo=None,
    )
    return array._getvalue()  # noqa: SLF001  # numba's own way to take a structure out

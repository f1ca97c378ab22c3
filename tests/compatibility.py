"""What of a JSON schema has changed so that somebody who built upon it would fail.

Read: what others send us; whatever was right must stay right. Written: what others get from us; whatever they rely on
must still be there, and of the kinds that they know. Objects that are told apart by their content (several of them in
one `anyOf`) are compared where both name the same definition.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

type Schema = Mapping[str, Any] | bool
type Told = Mapping[str, Any]
_MOST, _LEAST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems"), ("minimum", "minLength", "minItems")


@dataclass
class Comparison:
    """One document against a newer one.

    Parameters
    ----------
    old, new : mapping
        Whole documents, in which references are looked up.
    read, written : bool
        Whether others write it, and whether they read it.
    """

    old: Told
    new: Told
    read: bool = False
    written: bool = False
    _seen: set[tuple[int, int]] = field(default_factory=set)

    def breaks(self, old: Schema, new: Schema, at: str = "$") -> Iterator[str]:
        """Yield a sentence for each thing that would fail."""
        if (id(old), id(new)) in self._seen:
            return
        self._seen.add((id(old), id(new)))
        olds, news = kinds(old, self.old), kinds(new, self.new)
        yield from self._types(set(olds), set(news), at)
        for kind in sorted(olds.keys() & news.keys()):
            yield from self._values(olds[kind], news[kind], f"{at}")
            for name, one in olds[kind].items():
                if kind == "object" and (other := _same(name, news[kind], len(olds[kind]))) is not None:
                    yield from self._object(one, other, at)
                if kind == "array" and (other := _same(name, news[kind], len(olds[kind]))) is not None:
                    yield from self._items(one, other, at)

    def _items(self, old: Told, new: Told, at: str) -> Iterator[str]:
        yield from self.breaks(old.get("items", {}), new.get("items", {}), f"{at}[]")
        first, second = old.get("prefixItems", ()), new.get("prefixItems", ())
        if len(first) != len(second):
            yield f"{at}: has {len(second)} parts now, and had {len(first)}"
        for number, (one, other) in enumerate(zip(first, second, strict=False)):
            yield from self.breaks(one, other, f"{at}[{number}]")

    def _types(self, old: set[str], new: set[str], at: str) -> Iterator[str]:
        if "any" in old | new:
            return
        lost = {one for one in old - new if not (one == "integer" and "number" in new)}
        gained = {one for one in new - old if not (one == "integer" and "number" in old)}
        if self.read and lost:
            yield f"{at}: {', '.join(sorted(lost))} is taken no more"
        if self.written and gained:
            yield f"{at}: may be {', '.join(sorted(gained))} now"

    def _values(self, olds: Mapping[str, Told], news: Mapping[str, Told], at: str) -> Iterator[str]:
        (old, *more), (new, *others) = olds.values(), news.values()
        if more or others:
            return
        if "enum" in new and (self.read or self.written) and (gone := set(map(str, old.get("enum", ()))) - _names(new)):
            yield f"{at}: {', '.join(sorted(gone))} is no value any more"
        if not self.read:
            return
        if "enum" in new and "enum" not in old:
            yield f"{at}: only some values are taken now"
        for key in (*_MOST, *_LEAST):
            if key in new and (key not in old or (new[key] < old[key] if key in _MOST else new[key] > old[key])):
                yield f"{at}: {key} is {new[key]} now"
        if "pattern" in new and new["pattern"] != old.get("pattern"):
            yield f"{at}: it has to be like {new['pattern']} now"

    def _object(self, old: Told, new: Told, at: str) -> Iterator[str]:
        before, after = old.get("properties", {}), new.get("properties", {})
        closed = new.get("additionalProperties") is False
        for name in before.keys() - after.keys():
            if self.written or closed:
                yield f"{at}.{name}: is gone"
        if self.read:
            for name in sorted(set(new.get("required", ())) - set(old.get("required", ()))):
                yield f"{at}.{name}: is needed now"
        if self.written:
            for name in sorted(set(old.get("required", ())) - set(new.get("required", ()))):
                yield f"{at}.{name}: may be left out now"
        for name in before.keys() & after.keys():
            yield from self.breaks(before[name], after[name], f"{at}.{name}")
        rest, others = old.get("additionalProperties"), new.get("additionalProperties")
        if isinstance(rest, Mapping) and isinstance(others, Mapping):
            yield from self.breaks(rest, others, f"{at}.*")


def kinds(schema: Schema, root: Told) -> dict[str, dict[str, Told]]:
    """Return the alternatives of a schema by their type and name; "any": nothing is said of its type."""
    found: dict[str, dict[str, Told]] = {}
    for name, one in _alternatives(schema, root):
        told = one.get("type", _type_of(one))
        for kind in [told] if isinstance(told, str) else told:
            found.setdefault(kind, {})[name] = one
    return found


def _alternatives(schema: Schema, root: Told, name: str = "") -> Iterator[tuple[str, Told]]:
    if isinstance(schema, bool):
        yield name, {}
        return
    if "$ref" in schema:
        yield from _alternatives(resolved(schema["$ref"], root), root, schema["$ref"].rpartition("/")[2])
        return
    several = schema.get("anyOf") or schema.get("oneOf")
    if not several:
        yield name, schema
        return
    for number, one in enumerate(several):
        yield from _alternatives(one, root, f"{name}{number}" if len(several) > 1 else name)


def resolved(ref: str, root: Told) -> Told:
    """Return what a reference within a document means."""
    found: Any = root
    for part in ref.removeprefix("#/").split("/"):
        found = found[part.replace("~1", "/").replace("~0", "~")]
    assert isinstance(found, Mapping)
    return found


def _type_of(schema: Told) -> str | Sequence[str]:
    if "enum" in schema or "const" in schema:
        return "string"
    return "object" if "properties" in schema else "any"


def _same(name: str, others: Mapping[str, Told], count: int) -> Told | None:
    if len(others) == 1 == count:
        return next(iter(others.values()))
    return others.get(name)


def _names(schema: Told) -> set[str]:
    return set(map(str, schema["enum"]))

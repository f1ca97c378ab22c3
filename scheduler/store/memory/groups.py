"""Things of one kind in groups that are looked for: by day, by client. One state's groups follow from those before."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scheduler.store.unit import Kept

type Group = dict[Hashable, Kept[Any]]


@dataclass(frozen=True, kw_only=True)
class Groups:
    """The things of one state, by what each is looked for by. Never changed: other states may share groups.

    Attributes
    ----------
    names_of : callable
        The groups in which a thing is.
    groups : mapping
        Each group that is not empty, in no order.
    """

    names_of: Callable[[Any], Collection[Hashable]]
    groups: Mapping[Hashable, Group]

    def of(self, name: Hashable) -> Mapping[Hashable, Kept[Any]]:
        """Return what is in a group."""
        return self.groups.get(name, {})

    def following(
        self, before: Mapping[Hashable, Kept[Any]], after: Mapping[Hashable, Kept[Any]], changed: Iterable[Hashable]
    ) -> "Groups":
        """Return the groups of the next state, in which some things were put or are gone."""
        groups, own = dict(self.groups), set[Hashable]()

        def group(name: Hashable) -> Group:
            if name not in own:
                own.add(name)
                groups[name] = dict(groups.get(name, ()))
            return groups[name]

        for key in changed:
            for name in self.names_of(before[key].value) if key in before else ():
                group(name).pop(key, None)
            for name in self.names_of(after[key].value) if key in after else ():
                group(name)[key] = after[key]
        return Groups(names_of=self.names_of, groups={name: one for name, one in groups.items() if one})


def grouped(kept: Mapping[Hashable, Kept[Any]], names_of: Callable[[Any], Collection[Hashable]]) -> Groups:
    """Return things in their groups."""
    groups: dict[Hashable, Group] = {}
    for key, one in kept.items():
        for name in names_of(one.value):
            groups.setdefault(name, {})[key] = one
    return Groups(names_of=names_of, groups=groups)

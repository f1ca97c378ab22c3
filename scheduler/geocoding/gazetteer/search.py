"""Searching a gazetteer: the best answer for an address, and suggestions while somebody types."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from scheduler.domain.errors import GeocodingError
from scheduler.geocoding.addresses import normalise
from scheduler.geocoding.gazetteer.finding import best_match
from scheduler.geocoding.gazetteer.store import GazetteerFile, stamp
from scheduler.geocoding.gazetteer.typing_ahead import suggestions
from scheduler.services.ports import Address, AddressMatch


class Gazetteer:
    """The offline register of a town's addresses: the `AddressFinder` port.

    It may be used from several threads. When the file is replaced it goes on with the new one; a search that is under
    way ends with the old one.

    Parameters
    ----------
    path : Path
        Written by `load_register` or `load_osm`.

    Raises
    ------
    GeocodingError
        Here or in any search: if the file is missing, damaged or of another version.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._file = GazetteerFile(path)
        self._readers: dict[GazetteerFile, int] = {self._file: 0}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            for file in self._readers:
                file.close()

    @property
    def facts(self) -> dict[str, str]:
        """What the file says about itself: source, file, checksum, data_date, loaded_at, points, roads."""
        with self._reading() as file:
            return dict(file.facts)

    @property
    def towns(self) -> frozenset[str]:
        """Names of the towns and villages in it."""
        with self._reading() as file:
            return file.towns

    def find(self, address: Address) -> AddressMatch | None:
        """Return the best answer with its rivals, or None if there is no such street."""
        with self._reading() as file:
            return best_match(file, address, _source(file))

    def locate(self, line: str) -> AddressMatch | None:
        """Return the best answer for an address as it is written on an envelope, with its rivals, or None."""
        return self.find(normalise(line, self.towns))

    def suggest(self, text: str, limit: int = 10) -> tuple[AddressMatch, ...]:
        """Return what a line that is still being typed may become, best first.

        Streets as long as no number is typed, then houses. Any text is harmless.
        """
        with self._reading() as file:
            return tuple(replace(each, source=_source(file)) for each in suggestions(file, text, limit))

    @contextmanager
    def _reading(self) -> Iterator[GazetteerFile]:
        """Give the present file, which stays open until the last reader has left it."""
        file = self._enter()
        try:
            yield file
        finally:
            self._leave(file)

    def _enter(self) -> GazetteerFile:
        with self._lock:
            try:
                if stamp(self._path) != self._file.stamp:
                    old, self._file = self._file, GazetteerFile(self._path)
                    self._readers[self._file] = 0
                    self._close_unused(old)
            except OSError:
                raise GeocodingError(f"{self._path.name} is gone; load the town's addresses again") from None
            self._readers[self._file] += 1
            return self._file

    def _leave(self, file: GazetteerFile) -> None:
        with self._lock:
            self._readers[file] -= 1
            if file is not self._file:
                self._close_unused(file)

    def _close_unused(self, file: GazetteerFile) -> None:
        if self._readers[file] == 0:
            del self._readers[file]
            file.close()


def _source(file: GazetteerFile) -> str:
    return f"gazetteer {file.facts['source']} {file.facts['data_date']}"

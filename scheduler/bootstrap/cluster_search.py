"""Searches on a Dask cluster: handed over, watched, cancelled, and done here after all if the cluster does not answer.

All talk with the cluster happens in a thread of its own, for a computer that has stopped may keep a connection open and
never say a word; whoever waits for the search only looks at what that thread has heard.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import replace

from scheduler.bootstrap.cluster_talk import Talk
from scheduler.services.ports import FoundOrders, SearchErrand, SearchStep

_LOG = logging.getLogger(__name__)
LOOKS_S = 0.05
SILENT_S = 10.0
"""So long a cluster may say nothing; connecting to it included."""
BEGINS_S = 20.0
"""So long it may be busy with something else before a search is begun."""
ENDS_S = 2.0
"""So long it may take over handing out its best plan once it is cancelled."""
RESTS_S = 60.0
"""So long it is not asked again after it did not answer: a dispatcher need not wait for that each time."""


class ClusterSearch:
    """The workers of a Dask cluster, as whoever searches for this computer.

    A worker that dies loses nothing: the cluster gives the same search to another one, with the same seed.

    Parameters
    ----------
    address : str
        Of the cluster's scheduler, ``tcp://10.0.0.5:8786``, or ``tls://...`` by Dask's own settings.
    """

    def __init__(self, address: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._address, self._monotonic = address, monotonic
        self._not_before = 0.0

    def search(
        self, errand: SearchErrand, *, cancelled: Callable[[], bool], heard: Callable[[SearchStep], None]
    ) -> FoundOrders | None:
        """Return what the cluster has found; None: it is to be done here."""
        if self._monotonic() < self._not_before:
            return None
        talk = Talk(self._address, replace(errand, begin=dict(errand.begin)), self._monotonic)
        talk.start()
        wrong = self._waited(talk, cancelled, heard)
        if wrong:
            talk.leave()
            self._not_before = self._monotonic() + RESTS_S
            _LOG.warning("the cluster at %s %s; this search is done on this computer", self._address, wrong)
            return None
        return talk.found

    def _waited(self, talk: Talk, cancelled: Callable[[], bool], heard: Callable[[SearchStep], None]) -> str:
        """Wait for the end of a search; return what is wrong with the cluster, empty if nothing is."""
        began, told, asked_to_end = self._monotonic(), None, None
        while not talk.ended.wait(LOOKS_S):
            now = self._monotonic()
            if talk.step is not None and talk.step != told:
                told = talk.step
                heard(told)
            if cancelled() and asked_to_end is None:
                asked_to_end = now
                talk.stop()
            if asked_to_end is not None and now - asked_to_end > ENDS_S:
                return "takes too long to end"
            if now - talk.heard_at > SILENT_S:
                return "does not answer"
            if not talk.begun and now - began > BEGINS_S:
                return "is busy with something else, or has no worker"
        if talk.step is not None and not talk.trouble:
            heard(talk.step)
        return talk.trouble

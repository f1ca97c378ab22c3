"""A worker of a cluster loads the search engine before it takes any work: somebody would wait for that."""

from scheduler.services.solving import get_ready


def dask_setup(_worker: object) -> None:
    """Be called by Dask, by this name."""
    get_ready(lambda _: None, lang="en")

"""A town's rides as other people's journey planners read them: GTFS with its flexible services (GTFS-Flex)."""

from scheduler.formats.gtfs.feed import gtfs_feed

__all__ = ["gtfs_feed"]

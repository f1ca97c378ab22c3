"""Calendar feeds: shifts without anybody's data, for the calendar program of whoever has the address."""

from scheduler.services.feeds.desk import FeedDesk, MadeFeed

__all__ = ["FeedDesk", "MadeFeed"]

"""The offline register of a town's address points: one SQLite file, built once, searched often."""

from scheduler.geocoding.gazetteer.load import load_osm, load_register
from scheduler.geocoding.gazetteer.search import Gazetteer
from scheduler.geocoding.gazetteer.writing import LoadReport

__all__ = ["Gazetteer", "LoadReport", "load_osm", "load_register"]

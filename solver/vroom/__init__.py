"""VROOM's JSON format, read and written: dictionaries of that format to a `Problem` of ours and back.

`read_document` checks a parsed document, `model_of` makes a problem of it, `write_solution` tells a solution in VROOM's
words. What cannot be said exactly is in `doors` (set-up), `checks` (refused) and `README.md`.
"""

from solver.vroom.facts import Coordinates, Document, Matrices
from solver.vroom.modelling import Model, model_of
from solver.vroom.node import VroomError
from solver.vroom.places import with_travel
from solver.vroom.reading import read_document
from solver.vroom.writing import INPUT, INTERNAL, write_error, write_solution

__all__ = [
    "INPUT", "INTERNAL", "Coordinates", "Document", "Matrices", "Model", "VroomError", "model_of", "read_document",
    "with_travel", "write_error", "write_solution",
]  # fmt: skip

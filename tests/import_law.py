"""The contract type that pyproject.toml states the import law with."""

from grimp import ImportGraph
from importlinter import ContractCheck
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.domain.helpers import module_expressions_to_modules
from importlinter.domain.imports import ModuleExpression


class RoomContract(ForbiddenContract):
    """A forbidden contract that passes over modules which are not there yet.

    import-linter's own type refuses to run when a module of a contract is missing, which would
    forbid writing down the law of a room before the room is built. Misspelt names, which this
    leniency would hide, are caught by tests/unit/test_import_law.py.
    """

    type_name = "room"

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Check the imports between those modules of the contract that are there."""
        for side in ("source_modules", "forbidden_modules"):
            setattr(self, side, _present(graph, getattr(self, side)))
        return super().check(graph, verbose)


def _present(graph: ImportGraph, expressions: set[ModuleExpression]) -> set[ModuleExpression]:
    return {
        expression
        for expression in expressions
        if any(module.name in graph.modules for module in module_expressions_to_modules(graph, [expression]))
    }

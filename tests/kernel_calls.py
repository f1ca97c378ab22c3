"""What plain Python calls of the compiled kernel: found in the sources, to be compared with what has been warmed up."""

import ast
import inspect
from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import solver

DECORATORS = ("compiled", "part")


def cold_calls() -> list[str]:
    """Return the compiled functions that some plain function of the solver names and that have not run in this process.

    After `solver.kernel.warm` there must be none: the first search would wait for the compiler.
    """
    found: dict[str, Any] = {}
    for module in walk_packages(solver.__path__, "solver."):
        loaded = import_module(module.name)
        found |= called_from_python(inspect.getsource(loaded), vars(loaded))
    return sorted(name for name, function in found.items() if not function.signatures)


def called_from_python(source: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return by full name the compiled functions that plain code of a module names.

    Parameters
    ----------
    source : str
        A module's text.
    values : mapping of str to object
        What its names stand for; imports inside functions are followed besides.
    """
    nodes = list(_plain(ast.parse(source)))
    known = dict(values)
    for node in nodes:
        known |= _imported(node)
    named = [_meant(node, known) for node in nodes]
    return {f"{one.__module__}.{one.__qualname__}": one for one in named if hasattr(one, "py_func")}


def _plain(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a tree's nodes but for those of compiled functions."""
    if isinstance(node, ast.FunctionDef) and any(ast.unparse(one).endswith(DECORATORS) for one in node.decorator_list):
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _plain(child)


def _imported(node: ast.AST) -> dict[str, Any]:
    match node:
        case ast.ImportFrom(module=str(module), names=names) if module.partition(".")[0] == "solver":
            loaded = import_module(module)
            return {one.asname or one.name: getattr(loaded, one.name) for one in names if hasattr(loaded, one.name)}
        case _:
            return {}


def _meant(node: ast.AST, values: Mapping[str, Any]) -> Any:
    match node:
        case ast.Name(id=name, ctx=ast.Load()):
            return values.get(name)
        case ast.Attribute(value=owner, attr=name):
            return getattr(_meant(owner, values), name, None)
        case _:
            return None

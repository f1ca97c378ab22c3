"""Scripts of `.ci/`, which have no ending, as modules that tests can call."""

from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any

CI = Path(__file__).parents[1] / ".ci"


@cache
def script(name: str) -> Any:
    """Return a script as a module; nothing of it has run."""
    loader = SourceFileLoader(f"ci_{name}", str(CI / name))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module

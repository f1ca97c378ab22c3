"""Functions that only compiled functions call: optimised and turned into machine code where they are called.

The compiler brings everything that a function calls into its module, optimises it all again and emits machine code
for it, at each level of calls. For a search of a hundred small functions, ten levels deep, that takes minutes, and
none of it is ever run but what the outermost functions hold. So parts stop before optimising.
"""

from typing import Any

from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler


class _NoEnvironment:
    """A code generator that does not look for the Python environment of functions which never see Python."""

    def __init__(self, codegen: Any) -> None:
        self._codegen = codegen

    def __getattr__(self, name: str) -> Any:
        return getattr(self._codegen, name)

    def set_env(self, _name: str, _env: object) -> None:
        """Do nothing."""


class PartLibrary(JITCodeLibrary):  # type: ignore[misc]
    """Code that is linked into others and never run from where it is."""

    @property
    def codegen(self) -> Any:
        """Return the code generator."""
        return _NoEnvironment(self._codegen)

    def _optimize_final_module(self) -> None:
        """Leave it to those who link this in."""

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._verify_declare_only_symbols()
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        """Return that there is none."""
        del name
        return 0


class PartCompiler(Compiler):  # type: ignore[misc]
    """numba's compiler, but for what becomes of its code."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.state.library = PartLibrary(self.state.targetctx.codegen(), "part")

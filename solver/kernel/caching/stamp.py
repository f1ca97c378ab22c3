"""A name for everything that is compiled and for what compiles it."""

import hashlib
import sys
from pathlib import Path

SETTINGS = (
    "OPT BOUNDSCHECK DEBUGINFO_DEFAULT DISABLE_JIT LOOP_VECTORIZE SLP_VECTORIZE LLVM_REFPRUNE_PASS USING_SVML"
).split()
"""What in numba's configuration changes the code that it makes and its own cache does not look at."""


def stamp(sources: Path) -> str | None:
    """Return sixteen hexadecimal digits that change with any source, compiler, interpreter, setting or processor.

    Neither the folder nor the files' times count: a copy of the sources is as good as they are.

    Parameters
    ----------
    sources : Path
        All modules in this folder, and in those below it, count.

    Returns
    -------
    str or None
        None if the sources cannot be read, as in an archive: nothing could be said about their age.
    """
    try:
        files = sorted(path for path in sources.rglob("*.py") if not path.name.startswith("."))
        texts = [(path.relative_to(sources).as_posix(), path.read_bytes()) for path in files]
    except OSError:
        return None
    told = [f"{name} {hashlib.sha256(text).hexdigest()}" for name, text in texts]
    return hashlib.sha256("\n".join([*told, *_compiler()]).encode()).hexdigest()[:16] if texts else None


def _compiler() -> list[str]:
    """Return versions, settings and the processor's name and features: those that numba compiles for.

    `NUMBA_CPU_NAME` and `NUMBA_CPU_FEATURES` say another processor than this machine's.
    """
    import numba
    import numpy as np
    from numba.core.registry import cpu_target

    llvmlite = sys.modules["llvmlite"]  # numba brings it along
    made_by = [numba.__version__, llvmlite.__version__, np.__version__]
    settings = [f"{name}={getattr(numba.config, name, None)}" for name in SETTINGS]
    target = cpu_target.target_context.codegen().magic_tuple()
    return [sys.implementation.cache_tag or "", str(sys.version_info), *made_by, *settings, *map(str, target)]

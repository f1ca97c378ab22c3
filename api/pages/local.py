"""Where pages lead afterwards: within this service alone."""


def local_path(path: str) -> str:
    r"""Return a path if it is one of this service: `//host` and `/\host` lead browsers elsewhere."""
    inside = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if inside else "/"

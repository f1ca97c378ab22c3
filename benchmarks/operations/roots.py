"""Clean Debian roots, and what machines need of this computer's network."""

import os
import shutil
import subprocess
from pathlib import Path

SUITE = "trixie"
_AUTHORITIES = ("PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")


def missing_tools() -> tuple[str, ...]:
    """Return the Debian packages that have to be installed here first."""
    tools = {"debootstrap": "debootstrap", "slirp4netns": "slirp4netns", "nsenter": "util-linux", "ip": "iproute2"}
    return tuple(package for tool, package in tools.items() if shutil.which(tool) is None)


def clean_root(folder: Path) -> Path:
    """Return a root with Debian's base system alone, made by debootstrap if it is not in the folder yet."""
    root = folder / f"{SUITE}-clean"
    if not root.exists():
        draft = folder / f"{SUITE}-draft"
        with (folder / "debootstrap.log").open("wb") as log:
            subprocess.run(["debootstrap", SUITE, str(draft)], stdout=log, stderr=log, check=True)
        draft.rename(root)
    return root


def copy_of(root: Path, into: Path) -> Path:
    """Return a copy of a root."""
    subprocess.run(["cp", "--archive", "--reflink=auto", str(root), str(into)], check=True)
    return into


def network_of_here(root: Path) -> dict[str, str]:
    """Give a root the certificate authorities that this network needs, and return the variables that name them.

    On most networks this is nothing. Where TLS is looked into, a clean Debian cannot know by whom.
    """
    known = next((Path(os.environ[name]) for name in _AUTHORITIES if os.environ.get(name)), None)
    if known is None:
        return {}
    shutil.copy(known, root / "etc/network-authorities.pem")
    return dict.fromkeys(("PIP_CERT", "SSL_CERT_FILE"), "/etc/network-authorities.pem")

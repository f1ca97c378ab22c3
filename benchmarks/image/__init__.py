"""`python -m benchmarks image`: carries the Dockerfile out in Debian roots, without an engine, and starts the result.

The base image is a clean Debian root with this computer's CPython of the Dockerfile's version in /usr/local, as the
official image has it. The image is started as `docker run --read-only --tmpfs /tmp` starts it, without a network.
"""

import argparse
import os
import shutil
import signal
import sys
import sysconfig
import time
from pathlib import Path
from tempfile import mkdtemp

import yaml  # type: ignore[import-untyped]

from benchmarks.image.dockerfile import read_dockerfile
from benchmarks.image.stage import BuildError, Stage
from benchmarks.operations.roots import clean_root, copy_of, missing_tools, network_of_here

ROOT = Path(__file__).parents[2]
_TOWN = "/opt/dojazd/lib/python3.12/site-packages/fixtures/towns/starachowice"
_NO_COMPILING = "from solver.kernel import compilations, warm; warm(); raise SystemExit(bool(compilations()))"


def main() -> int:
    """Build the image and start it; return 1 where something fails, 2 where it cannot be tried."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks image", description=__doc__)
    parser.add_argument("--roots", type=Path, help="folder for the roots, where the clean one is kept for next time")
    asked = parser.parse_args()
    if os.geteuid() != 0 or missing_tools():
        print("it needs root, and Debian's packages:", *(missing_tools() or ["(all there)"]), file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    folder = Path(mkdtemp(prefix="dojazd-image-", dir=asked.roots))
    begun = time.monotonic()
    try:
        base = base_image(clean_root(asked.roots or folder), folder)
        image = build(base, folder)
        done = [_started(image, folder / f"data{number}", words) for number, words in enumerate(starts(image))]
        right = all(done)  # of all starts, not up to the first that fails
    except BuildError as error:
        print(f"FAILED: {error}")
        right = False
    finally:
        shutil.rmtree(folder)
    print(f"{(time.monotonic() - begun) / 60:.1f} min")
    return 0 if right else 1


def base_image(clean: Path, folder: Path) -> Path:
    """Return a root with Debian and CPython in /usr/local, and the libraries that CPython wants."""
    base = Stage(root=copy_of(clean, folder / "base"), name="base")
    shutil.copy("/etc/resolv.conf", base.root / "etc/resolv.conf")
    libraries = "ca-certificates libssl3t64 libffi8 libsqlite3-0 zlib1g libbz2-1.0 liblzma5 libreadline8t64"
    done = base.run(["/bin/sh", "-c", f"apt-get update -q && apt-get install -y --no-install-recommends {libraries}"])
    if done.returncode:
        raise BuildError(done.stdout[-2000:])
    python = Path(sysconfig.get_config_var("installed_base"))
    for part in ("bin", "lib"):
        ignore = shutil.ignore_patterns("__pycache__", "test")
        shutil.copytree(python / part, base.root / "usr/local" / part, symlinks=True, dirs_exist_ok=True, ignore=ignore)
    (base.root / "usr/local/bin/python").unlink(missing_ok=True)
    (base.root / "usr/local/bin/python").symlink_to(f"python{sys.version_info[0]}.{sys.version_info[1]}")
    base.run(["ldconfig"])
    return base.root


def build(base: Path, folder: Path) -> Stage:
    """Carry out all instructions; return the last stage."""
    stages: dict[str, Stage] = {}
    for one in read_dockerfile(ROOT / "Dockerfile"):
        begun = time.monotonic()
        if one.word == "FROM":
            name = one.text.partition(" AS ")[2] or str(len(stages))
            root = copy_of(base, folder / name)
            stages[name] = Stage(root=root, name=name, network=network_of_here(root))
        else:
            list(stages.values())[-1].do(one, ROOT, stages)
        print(f"{time.monotonic() - begun:7.1f} s  {one.word} {one.text[:90]}", flush=True)
    return list(stages.values())[-1]


def starts(image: Stage) -> list[list[str]]:
    """Return how the finished image is started: entry point, health check, a plan, compose's web service."""
    web = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]["web"]
    (entry,) = image.said["ENTRYPOINT"].command()
    probe = f'for i in $(seq 60); do sleep 1; python -c "{web["healthcheck"]["test"][3]}" 2>/dev/null && break; done'
    proxied = "DOJAZD_PUBLIC_URL=https://dojazd.town.example DOJAZD_TRUSTED_PROXIES=127.0.0.1 DOJAZD_WORKER=false"
    serve = f"{entry} import {_TOWN} && {proxied} {entry} {' '.join(web['command'])} & {probe}; test $i -lt 60"
    plan = [entry, "plan", _TOWN, "--date", "2026-11-23", "--effort", "1", "--out", "/data/day"]
    return [
        [entry, *image.said["CMD"].command()],
        image.said["HEALTHCHECK"].command(),
        ["python", "-I", "-c", _NO_COMPILING],
        plan,
        ["/bin/sh", "-c", serve],
    ]


def _started(image: Stage, data: Path, words: list[str]) -> bool:
    """Start the image once, with an empty volume; return whether it ended well."""
    data.mkdir()
    data.chmod(0o700)
    shutil.chown(data, int(image.user), int(image.user))
    begun = time.monotonic()
    done = image.run(words, data=data)
    print(f"{time.monotonic() - begun:7.1f} s  read-only: {' '.join(words)[:100]}", flush=True)
    if done.returncode:
        print(f"FAILED with {done.returncode}\n{done.stdout[-3000:]}")
    return done.returncode == 0

"""Machines made of clean Debian roots: systemd runs in namespaces of its own, on a network that only they share.

No engine for containers is needed, but root, namespaces and a version 2 control group, which Debian and its relatives
have. What leaves the network goes through slirp4netns; nothing of this computer can be reached from it by accident, and
every port is free.
"""

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

_BOOT = Path(__file__).with_name("boot.sh")
_CGROUPS = (Path("/sys/fs/cgroup/unified"), Path("/sys/fs/cgroup"))
_UP_S = 90
_HOSTS = ("dojazd.town.example", "backup.town.example")
_NAMESERVER = "10.0.2.3"  # slirp4netns's own


@dataclass(kw_only=True)
class Network:
    """A network without cables, which machines join."""

    holder: subprocess.Popen[bytes] = field(init=False)
    way_out: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.holder = subprocess.Popen(["unshare", "--net", "sh", "-c", "ip link set lo up; exec sleep infinity"])
        time.sleep(1)
        self.way_out = subprocess.Popen(
            ["slirp4netns", "--configure", "--disable-host-loopback", str(self.holder.pid), "tap0"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    @property
    def path(self) -> str:
        """The file of its namespace."""
        return f"/proc/{self.holder.pid}/ns/net"

    def close(self) -> None:
        """Take it away."""
        for process in (self.way_out, self.holder):
            process.terminate()
            process.wait()


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What became of commands: their exit code, what they printed, and seconds."""

    code: int
    output: str
    seconds: float


class Machine:
    """One machine; `boot` it, `run` commands as its root, `halt` it."""

    def __init__(self, name: str, root: Path, network: Network, environment: dict[str, str]) -> None:
        self.name, self.root, self._network, self._environment = name, root, network, environment
        self._init: subprocess.Popen[bytes] | None = None
        self._group = (
            next(one for one in _CGROUPS if (one / "cgroup.procs").exists()) / f"operations-{os.getpid()}-{name}"
        )
        (root / "etc/hostname").write_text(f"{name}\n", encoding="utf-8")
        hosts = "".join(f"127.0.0.1 {host}\n" for host in ("localhost", name, *_HOSTS))
        (root / "etc/hosts").write_text(hosts, encoding="utf-8")
        (root / "etc/resolv.conf").unlink(missing_ok=True)
        (root / "etc/resolv.conf").write_text(f"nameserver {_NAMESERVER}\n", encoding="utf-8")

    def boot(self) -> None:
        """Start systemd, and wait until it has started everything."""
        self._group.mkdir(exist_ok=True)
        console = self.root.with_name(f"{self.name}.console")
        console.touch()
        unshared = ("--pid", "--fork", "--kill-child", "--mount", "--cgroup", "--uts", "--ipc")
        self._init = subprocess.Popen(
            [
                *("sh", "-c", 'echo $$ > "$0"; exec "$@"', str(self._group / "cgroup.procs")),  # before its namespace
                *("nsenter", f"--net={self._network.path}", "unshare", *unshared),
                *("sh", str(_BOOT), str(self.root), str(console)),
            ],
            stdout=subprocess.DEVNULL,
        )
        end = time.monotonic() + _UP_S
        while time.monotonic() < end:
            time.sleep(0.5)
            if self._pid() and self.run("systemctl is-system-running --wait").output.strip() in {"running", "degraded"}:
                return
        raise RuntimeError(f"{self.name} did not come up in {_UP_S} s")

    def run(self, script: str, *, typed: str = "", limit_s: float = 900) -> Ran:
        """Run commands in a shell that ends at the first that fails."""
        spaces = ("--mount", "--pid", "--cgroup", "--uts", "--ipc", "--net", "--root", "--wd")
        into = ["nsenter", "--target", str(self._pid()), *spaces, "env", "-i", *self._variables()]
        begun = time.monotonic()
        done = subprocess.run(
            [*into, "timeout", str(limit_s), "bash", "-euo", "pipefail", "-c", script],
            input=typed.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        return Ran(code=done.returncode, output=done.stdout.decode(errors="replace"), seconds=time.monotonic() - begun)

    def halt(self) -> None:
        """Switch it off as a person does; its disk stays."""
        if self._init is None:
            return
        if pid := self._pid():
            os.kill(pid, signal.SIGRTMIN + 3)  # systemd: halt
        try:
            self._init.wait(timeout=120)
        except subprocess.TimeoutExpired:
            self._init.kill()
            self._init.wait()
        self._init = None
        for folder in sorted(self._group.rglob("*/"), reverse=True):
            folder.rmdir()
        self._group.rmdir()

    def destroy(self) -> None:
        """Switch it off and wipe its disk."""
        self.halt()
        shutil.rmtree(self.root)

    def _pid(self) -> int:
        """Return the id of its first process as this computer sees it; 0: there is none yet."""
        if self._init is None:
            return 0
        try:
            children = (
                Path(f"/proc/{self._init.pid}/task/{self._init.pid}/children").read_text(encoding="ascii").split()
            )
            (pid,) = map(int, children)
            is_systemd = Path(f"/proc/{pid}/comm").read_text(encoding="ascii").startswith("systemd")
        except (OSError, ValueError):
            return 0
        return pid if is_systemd else 0

    def _variables(self) -> list[str]:
        known = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}
        known |= {"LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"} | self._environment
        return [f"{name}={value}" for name, value in known.items()]

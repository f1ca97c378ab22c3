"""The page on how to run the office, its units and its compose file name what there is; the benchmark follows them."""

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml  # type: ignore[import-untyped]
from typer.core import TyperCommand, TyperGroup

from benchmarks.image.dockerfile import read_dockerfile
from benchmarks.operations.page import PAGE, read_page
from scheduler.cli.app import app
from scheduler.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
BLOCKS = read_page(PAGE.read_text(encoding="utf-8"))
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
NGINX = ("nginx.conf", "nginx-compose.conf")
FILES = [PAGE, ROOT / "compose.yaml", *sorted(path for path in DEPLOY.rglob("*") if path.is_file())]
_OURS = re.compile(r"(?:^|[\s\"'(/])dojazd (?=[a-z])([^|;\"')\n`]*)")


def commands() -> Iterator[list[str]]:
    """Yield the words after `dojazd` of every command that a machine runs."""
    for block in BLOCKS:
        for line in block.text.splitlines():
            yield from (_words(found) for found in _OURS.findall(line.partition(" #")[0]))
    for unit in DEPLOY.glob("*.service"):
        yield from (_words(found) for found in _OURS.findall(unit.read_text(encoding="utf-8")))
    for service in COMPOSE["services"].values():
        if service.get("image") == "dojazd":
            yield service["command"]
            yield from [service["healthcheck"]["test"][2:]] if "dojazd" in service["healthcheck"]["test"] else []


def _words(found: str) -> list[str]:
    return [word for word in re.sub(r"\$\([^)]*\)?", "FILE", found).replace('"', "").split() if word]


def refused(words: list[str]) -> str:
    """Return what of a command the program does not know; empty: it knows all of it."""
    command = typer.main.get_command(app)
    while isinstance(command, TyperGroup):
        if not words or words[0] not in command.commands:
            return words[0] if words else "(nothing)"
        command, words = command.commands[words[0]], words[1:]
    assert isinstance(command, TyperCommand)
    known = {option for one in command.params for option in one.opts}
    return next((word for word in words if word.startswith("--") and word.partition("=")[0] not in known), "")


def test_every_command_is_one_of_the_program() -> None:
    """On the day of the loss the page would name a command that was renamed a year ago."""
    asked = list(commands())

    assert len(asked) > 20
    assert {"backup", "restore", "keys", "db", "serve", "work", "retention"} <= {words[0] for words in asked}
    assert {shlex.join(words): wrong for words in asked if (wrong := refused(words))} == {}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_setting_is_one_of_the_program(path: Path) -> None:
    """A setting with a slip in its name is ignored: the office would run without what it was to do."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}

    assert set(re.findall(rf"{PREFIX}[A-Z_]+[A-Z]", path.read_text(encoding="utf-8"))) - known == set()


def test_what_the_page_takes_from_deploy_is_there() -> None:
    """The first installation would stop half-way."""
    text = "".join(block.text for block in BLOCKS)
    named = set(re.findall(r"/srv/dojazd/2026-11/deploy/([\w.-]+)(?!\S*\*)", text))
    units = re.findall(r"systemctl [a-z -]*((?:dojazd-[\w.-]+ ?)+)", text)

    assert named
    assert [name for name in named if not (DEPLOY / name).exists()] == []
    assert units
    for name in {word for found in units for word in found.split()}:
        assert (DEPLOY / (name if "." in name else f"{name}.service")).exists(), name


def test_the_units_start_what_the_page_installs() -> None:
    """The machine would look for a program or for settings where nobody has put them."""
    page = PAGE.read_text(encoding="utf-8")
    units = [unit.read_text(encoding="utf-8") for unit in DEPLOY.glob("*.service")]
    started = {word for unit in units for word in re.findall(r"^ExecStart=(\S+)", unit, re.MULTILINE)}
    scripts = {Path(word).name for word in started if word.startswith("/usr/local/bin/")}
    common = (DEPLOY / "dojazd-.service.d/common.conf").read_text(encoding="utf-8")

    assert started - {f"/usr/local/bin/{name}" for name in scripts} == {"/opt/dojazd/current/bin/dojazd"}
    assert scripts == {"dojazd-backup", "look-at-dojazd"}
    assert "EnvironmentFile=/etc/dojazd/dojazd.env" in common
    assert "/srv/dojazd/2026-11/deploy/dojazd.env /etc/dojazd/dojazd.env" in page
    (installed,) = re.findall(r"^install (.+) /usr/local/bin/$", page, re.MULTILINE)
    assert {word.rpartition("/deploy/")[2] for word in installed.split()} == scripts | {"dojazd"}
    assert {"User=dojazd", "NoNewPrivileges=yes", "ProtectSystem=strict"} <= set(common.splitlines())


# What each tool of the morning's look does on a machine that is well, and on one that is not; and what is then said.
TOOLS = {
    "systemctl": ("is-failed) exit 1", "is-active) exit 3", ("nginx does not run", "dojazd-backup has failed")),
    "curl": ("*) exit 0", "*) exit 7", ("does not answer",)),
    "find": ("*) echo one.zip", "*) exit 0", ("no backup",)),
    "grep": ("*) exit 0", "*) exit 1", ("stay on this machine",)),
    "openssl": ("*) exit 0", "*) exit 1", ("ends within three weeks",)),
    "df": ("*) echo Use%; echo ' 84%'", "*) echo Use%; echo ' 85%'", ("85 % full",)),
    "systemd-detect-virt": ("*) exit 0", "*) exit 1", ("no time server",)),
}


@pytest.mark.parametrize("ill", [False, True])
def test_each_ill_of_the_machine_is_said_in_the_morning(tmp_path: Path, ill: bool) -> None:
    """A certificate would end, or backups would have stopped weeks ago, and the office hear of it on the worst day."""
    for name, does in TOOLS.items():
        (tmp_path / name).write_text(f"#!/bin/sh\ncase $1 in {does[ill]};; esac\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    path = os.pathsep.join((str(tmp_path), os.environ["PATH"]))

    looked = subprocess.run(["sh", DEPLOY / "look-at-dojazd"], env={"PATH": path}, check=False, capture_output=True)

    told = looked.stdout.decode()
    assert looked.returncode == ill
    assert ("all is well" in told) is not ill
    assert [line for _, _, lines in TOOLS.values() for line in lines if (line in told) is not ill] == []
    assert looked.stderr == b""


def test_the_compose_file_refers_to_what_there_is() -> None:
    """`docker compose up` would stop at a name, or start without a certificate, a secret or a network."""
    for name, service in COMPOSE["services"].items():
        assert set(service.get("secrets", ())) <= set(COMPOSE["secrets"]), name
        assert set(service["networks"]) <= set(COMPOSE["networks"]), name
        assert set(service.get("depends_on", ())) <= set(COMPOSE["services"]), name
        for source, *_ in (volume.split(":") for volume in service.get("volumes", ())):
            assert source in COMPOSE["volumes"] or source in {"./tls", "./roads"} or (ROOT / source).is_file(), source
    settings = COMPOSE["services"]["web"]["environment"]
    assert {f"/run/secrets/{name}" for name in COMPOSE["secrets"]} > {settings["DOJAZD_MASTER_KEY_FILE"]}
    assert settings["DOJAZD_TRUSTED_PROXIES"] == COMPOSE["networks"]["front"]["ipam"]["config"][0]["subnet"]


def test_every_container_is_shut_in_and_only_the_proxy_can_be_reached() -> None:
    """The database of a town would listen on the internet, or one container eat the whole machine."""
    services = COMPOSE["services"]

    assert [name for name, one in services.items() if "ports" in one] == ["proxy"]
    assert COMPOSE["networks"]["back"] == {"internal": True}
    assert services["database"]["networks"] == ["back"]
    for name, one in services.items():
        assert one["read_only"], name
        assert one["restart"] == "unless-stopped", name
        assert one["mem_limit"], name
        assert one["logging"]["driver"] == "local", f"what {name} says fills the disk"
        assert one["security_opt"] == ["no-new-privileges:true"], name
        assert one["healthcheck"]["test"][0] == "CMD", name


def test_both_proxies_do_the_same() -> None:
    """A header that one of them forgets would let a stranger say from where he asks."""
    alone, composed = ((DEPLOY / name).read_text(encoding="utf-8").splitlines() for name in NGINX)

    assert [line for line in alone[1:] if "proxy_pass" not in line] == [
        line for line in composed[1:] if "proxy_pass" not in line
    ]
    assert "    client_max_body_size 16m;" in alone


def test_a_slip_on_the_page_is_no_command_that_nobody_follows() -> None:
    """A fence with a misspelt word would be passed over, and what it says never tried."""
    known = {"checkout", "other", "new", "postgresql", "sqlite", "refused", "sheet", "types-the-sheet"}

    assert {mark for block in BLOCKS for mark in block.marks} <= known
    with pytest.raises(ValueError, match="'shell'"):
        read_page("## One\n\n```shell\ndojazd keys check\n```\n")
    with pytest.raises(ValueError, match="'text'"):
        read_page("## One\n\n```text\nopens the database\n```\n")


def test_what_the_page_says_is_told_has_to_be_told() -> None:
    """A key that opens nothing would pass as one that opens the database."""
    (block,) = read_page("## One\n\n```sh\ndojazd keys check\n```\n\n```text\nThe key ... opens 1 towns\n```\n")

    assert block.missing("The key AB12 opens 1 towns, 3 keys") == ()
    assert block.missing("The key AB12 opens\n1 towns") == block.told


def test_a_dockerfile_that_is_not_understood_is_not_carried_out(tmp_path: Path) -> None:
    """An instruction passed over would make another image than Docker makes."""
    (tmp_path / "Dockerfile").write_text("FROM python\nRUN one \\\n    && two\nADD x /\n", encoding="utf-8")

    with pytest.raises(ValueError, match="ADD"):
        read_dockerfile(tmp_path / "Dockerfile")
    assert {one.word for one in read_dockerfile(ROOT / "Dockerfile")} >= {"FROM", "RUN", "ENTRYPOINT"}

"""The essentials of the Dockerfile, read from its text: they hold without a Docker engine."""

import fnmatch
import json
import re
import shlex
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, kw_only=True)
class Instruction:
    """One instruction of a Dockerfile: its keyword, the text after it, and the stage it belongs to."""

    word: str
    text: str
    stage: int


def instructions(source: str) -> list[Instruction]:
    """Parse a Dockerfile: continued lines are joined, comments dropped, stages counted from 0."""
    lines = [line for line in source.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\s*\\\n\s*", " ", "\n".join(lines))
    parsed: list[Instruction] = []
    stage = -1
    for line in filter(None, map(str.strip, joined.splitlines())):
        word, _, text = line.partition(" ")
        stage += word.upper() == "FROM"
        parsed.append(Instruction(word=word.upper(), text=text.strip(), stage=stage))
    return parsed


DOCKERFILE = instructions((ROOT / "Dockerfile").read_text(encoding="utf-8"))


def only(word: str) -> Instruction:
    (found,) = [instruction for instruction in DOCKERFILE if instruction.word == word]
    return found


def runtime() -> list[Instruction]:
    """Return the instructions of the last stage: those that make the image."""
    return [instruction for instruction in DOCKERFILE if instruction.stage == DOCKERFILE[-1].stage]


def copied() -> list[str]:
    """Return the paths copied out of the checkout."""
    words = [shlex.split(instruction.text) for instruction in DOCKERFILE if instruction.word == "COPY"]
    return [path for line in words if not line[0].startswith("--from=") for path in line[:-1]]


def ignored(path: str) -> bool:
    """Say whether .dockerignore keeps a top-level path out: the last pattern that fits decides."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    fitting = [pattern for pattern in patterns if fnmatch.fnmatch(path, pattern.removeprefix("!"))]
    return bool(fitting) and not fitting[-1].startswith("!")


def test_the_image_is_built_in_stages_from_named_releases() -> None:
    """Build tools would travel into the image, and `latest` would be another Python next year."""
    stages = [instruction.text for instruction in DOCKERFILE if instruction.word == "FROM"]
    python = (ROOT / ".python-version").read_text(encoding="utf-8").strip()

    assert len(stages) >= 2
    assert all(stage.startswith(f"python:{python}") for stage in stages)
    assert any(instruction.text.startswith("--from=") for instruction in runtime() if instruction.word == "COPY")
    assert not [instruction for instruction in runtime() if "pip" in instruction.text]


def test_every_copied_path_exists_and_reaches_the_builder() -> None:
    """`docker build` would stop half-way on the town's server."""
    assert copied()
    assert [path for path in copied() if not (ROOT / path).exists()] == []
    assert [path for path in copied() if ignored(path)] == []


def test_the_whole_wheel_is_copied() -> None:
    """The image would start and then miss a package."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = config["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]

    assert set(packages) | {"pyproject.toml", "LICENSE", config["project"]["readme"]} <= set(copied())


def test_nothing_secret_is_sent_to_the_builder() -> None:
    """A working folder with clients' names, or the git history, would end up in an image layer."""
    assert all(ignored(path) for path in (".git", ".env", "out", "tests", ".venv", "plan.json"))


def test_the_pins_are_what_is_installed() -> None:
    """The image would be the only machine with other releases than the tested ones."""
    build = " ".join(instruction.text for instruction in DOCKERFILE if instruction.word == "RUN")

    assert ".ci/pin --print > constraints.txt" in build
    assert "--constraint constraints.txt dist/*.whl" in build


def test_it_runs_unprivileged() -> None:
    """Whoever breaks into the service would be root in the container."""
    words = [instruction.word for instruction in runtime()]
    user = only("USER").text.partition(":")[0]

    assert user.isdigit()  # a name says nothing to whoever owns the volume
    assert user != "0"
    assert words.index("USER") < words.index("ENTRYPOINT")
    assert f"--owner={user}" in " ".join(instruction.text for instruction in runtime() if instruction.word == "RUN")


def test_it_is_told_to_be_healthy_by_checking_the_bundled_town() -> None:
    """The orchestrator would keep a container that cannot read a town."""
    check = only("HEALTHCHECK").text
    command = json.loads(check[check.index("CMD") + len("CMD") :])

    assert command[:2] == ["dojazd", "check"]
    assert command[2].endswith("/site-packages/fixtures/towns/starachowice")
    assert re.search(r"python3\.\d+", command[2]) is not None
    assert f"python{(ROOT / '.python-version').read_text(encoding='utf-8').strip()}/" in command[2]


def test_it_starts_the_command_and_plans_nothing_unasked() -> None:
    """Arguments of `docker run` must reach dojazd as they are, and none must start a solve."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (command,) = json.loads(only("ENTRYPOINT").text)

    assert command in config["project"]["scripts"]
    assert json.loads(only("CMD").text) == ["--help"]


def test_it_can_live_on_a_read_only_file_system() -> None:
    """Bytecode written at run time would fail, or slow down every start."""
    environment = next(instruction.text for instruction in runtime() if instruction.word == "ENV")

    assert "PYTHONDONTWRITEBYTECODE=1" in environment
    assert only("VOLUME").text == f'["{only_workdir()}"]'
    assert any("--compile-bytecode" in instruction.text for instruction in DOCKERFILE)


def test_the_search_engine_is_compiled_in_the_image_for_any_processor() -> None:
    """A container would compile for a minute at each start, or die of an instruction that its processor lacks."""
    made = [line for line in DOCKERFILE if line not in runtime()]
    told, warmed = (found(made, "ENV", "NUMBA_CPU_NAME=generic"), found(made, "RUN", "python -I -c"))
    told_again, tried = (found(runtime(), "ENV", "NUMBA_CPU_NAME=generic"), found(runtime(), "RUN", "compilations()"))

    assert found(made, "RUN", "uv pip install") < told < warmed
    assert told_again < found(runtime(), "USER", "10001") < tried  # as the one who will run it


def found(stage: list[Instruction], word: str, part: str) -> int:
    (number,) = [n for n, line in enumerate(stage) if line.word == word and part in line.text]
    return number


def only_workdir() -> str:
    (folder,) = [instruction.text for instruction in runtime() if instruction.word == "WORKDIR"]
    return folder

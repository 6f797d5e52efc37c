"""What holds for every command: help with examples that run, no traceback, the installed commands."""

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import cli
from commands.frame import Command

ROOT = Path(__file__).parents[2]
LOADED = {name: cli.load(place) for name, place in cli.COMMANDS.items()}
ENDLESS = {"serve"}  # runs until it is told to end: test_serve runs its examples
EXAMPLES = [
    pytest.param(line, id=line)
    for name, one in LOADED.items()
    if isinstance(one, Command) and name not in ENDLESS
    for line, _ in one.examples
]
BIN = Path(sys.executable).parent


@pytest.fixture
def desk(tmp_path: Path, sample_store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with the sample series beside and a copy of its store."""
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    shutil.copytree(sample_store, tmp_path / "store")
    monkeypatch.setenv("FUNN_STORE", str(tmp_path / "store"))
    monkeypatch.chdir(tmp_path)
    for name in ("funn.csv", "funn.md"):
        CliRunner().invoke(cli.cli, ["export", "rektor", "-o", name, "-n", "3"])
    CliRunner().invoke(cli.cli, ["backup", "funn.backup"])
    return tmp_path


def passage_id() -> str:
    """The id of some passage of the sample series."""
    line = CliRunner().invoke(cli.cli, ["search", "rektor", "--jsonl", "-n", "1"]).stdout
    return str(json.loads(line)["id"])


@pytest.mark.parametrize("line", EXAMPLES)
def test_every_example_runs(desk: Path, line: str) -> None:
    program, *arguments = shlex.split(line.partition(" >> ")[0].replace("PASSAGE", passage_id()))
    command = cli.cli if program == "funn" else LOADED[program]
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 0, (desk, result.output)


@pytest.mark.parametrize("name", LOADED)
def test_help_shows_examples_before_options_and_fits_80_columns(name: str) -> None:
    result = CliRunner().invoke(cli.cli, [name, "--help"])
    assert result.exit_code == 0
    assert 0 < result.output.index("Examples:") < result.output.index("Options:")
    assert [line for line in result.output.splitlines() if len(line) > 80] == []


def test_every_command_is_listed() -> None:
    result = CliRunner().invoke(cli.cli, ["--help"])
    assert all(f"  {name} " in result.output for name in cli.COMMANDS)


def test_names_of_commands_are_their_own() -> None:
    assert all(command.name == name for name, command in LOADED.items())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str) -> None:
    result = CliRunner().invoke(cli.cli, ["completion", shell])
    assert "_FUNN_COMPLETE" in result.output
    assert "_SEARCH_COMPLETE" in result.output


class TestWhy:
    def test_a_word(self) -> None:
        out = CliRunner().invoke(cli.cli, ["why", "skoleleiarar"]).output
        assert "skole + leiar" in out or "skole+leder" in out

    def test_two_words_that_meet(self) -> None:
        result = CliRunner().invoke(cli.cli, ["why", "involvering", "involverte"])
        assert result.exit_code == 0
        assert "word family" in result.output

    def test_two_words_that_do_not(self) -> None:
        assert CliRunner().invoke(cli.cli, ["why", "rett", "barnehage"]).exit_code == 1

    def test_no_word(self) -> None:
        result = CliRunner().invoke(cli.cli, ["why", "..."])
        assert result.exit_code == 2
        assert "Traceback" not in result.output


class TestInstalled:
    """The commands as a shell runs them."""

    def run(self, *command: str, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(BIN / command[0]), *command[1:]],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **env},
        )

    def test_search(self, sample_store: Path) -> None:
        done = self.run("search", "--store", str(sample_store), "skoleleiarar involvering")
        assert done.returncode == 0, done.stderr
        assert "nn" in done.stdout
        assert "passages hold all words" in done.stderr

    def test_funn_with_the_store_from_the_environment(self, sample_store: Path) -> None:
        done = self.run("funn", "search", "xyzzyplugh", FUNN_STORE=str(sample_store))
        assert done.returncode == 1
        assert done.stdout == ""

    def test_a_reader_that_has_seen_enough_is_no_error(self, sample_store: Path) -> None:
        command = f"{BIN / 'search'} --store {shlex.quote(str(sample_store))} kommune -n 1000 --jsonl | head -1"
        done = subprocess.run(["/bin/bash", "-c", command], capture_output=True, text=True, check=False, timeout=60)
        assert done.stdout.count("\n") == 1
        assert "Traceback" not in done.stderr
        assert "Broken pipe" not in done.stderr

    def test_version(self) -> None:
        assert self.run("funn", "--version").stdout.startswith("funn ")

    def test_search_imports_nothing_heavy(self, sample_store: Path) -> None:
        code = (
            "import sys, cli\n"
            "try: cli.load(cli.COMMANDS['search'])(['skoleleiarar involvering'], standalone_mode=False)\n"
            "except (SystemExit, click.exceptions.Exit): pass\n"
            "print([name for name in ('pdfplumber', 'pypdfium2', 'langdetect', 'numpy', 'rispy', 'whoosh', 'locale', 'hashlib') if name in sys.modules])"
        )
        done = subprocess.run(
            [sys.executable, "-c", f"import click\n{code}"],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            env={**os.environ, "FUNN_STORE": str(sample_store)},
            cwd=ROOT,
        )
        assert done.stdout.splitlines()[-1] == "[]", done.stdout[-400:] + done.stderr


def test_the_group_shows_help_without_a_command() -> None:
    assert isinstance(cli.cli, click.Group)
    assert "Usage:" in CliRunner().invoke(cli.cli, []).output

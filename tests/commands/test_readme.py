"""What the README says is what happens."""

import os
import re
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import cli

if TYPE_CHECKING:
    from tests.commands.conftest import Funn

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
_FLAGSHIP = '$ search "skoleleiarar involvering"\n'
_BLOCK = re.compile(rf"(?<=```\n){re.escape(_FLAGSHIP)}(.*?)(?=\n```)", re.DOTALL)
_SHOWN = 3  # hits


def console_lines() -> list[str]:
    blocks = re.findall(r"```console\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    return [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]


def test_the_output_in_the_readme_is_what_the_demo_prints(sample: "Funn") -> None:
    text = README.read_text("utf-8")
    out = sample("search", "skoleleiarar involvering").stdout
    shown = "\n\n".join(out.split("\n\n")[:_SHOWN]).replace(f"file://{ROOT}/", "file:///…/") + "\n…"
    if os.environ.get("FUNN_UPDATE_GOLDEN"):
        text = _BLOCK.sub(lambda _: _FLAGSHIP + shown, text)
        README.write_text(text, "utf-8")
    found = _BLOCK.search(text)
    assert found is not None
    assert found[1] == shown
    assert " · nn" in shown
    assert " · nb" in shown


def test_the_commands_in_the_readme_run(sample_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    shutil.copytree(sample_store, tmp_path / ".demo")
    monkeypatch.chdir(tmp_path)
    export, *lines = console_lines()
    assert len(lines) >= 5
    monkeypatch.setenv(*export.removeprefix("export ").split("=", 1))
    for line in lines:
        program, *arguments = shlex.split(line)
        command = cli.cli if program == "funn" else cli.load(cli.COMMANDS[program])
        result = CliRunner().invoke(command, arguments)
        assert result.exit_code == 0, (line, result.output)


def test_the_readme_names_every_command() -> None:
    text = README.read_text("utf-8")
    assert [name for name in cli.COMMANDS if f"`funn {name}" not in text and f"`{name} " not in text] == []


def test_the_readme_links_to_what_is_there() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README.read_text("utf-8"))
    assert len(links) >= 5
    assert [link for link in links if not link.startswith("http") and not (ROOT / link).exists()] == []

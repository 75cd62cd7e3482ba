"""``netbuilder export`` of pictures: the network is drawn as in the window, without one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from netbuilder.__main__ import main
from netbuilder.project import Project
from netbuilder.project.examples import find_example
from netbuilder.project.file import write_project
from tests.golden.projects import PROJECTS


@pytest.fixture
def project(tmp_path: Path, qapp: QApplication) -> str:
    """A network that is not finished: its picture is wanted all the same."""
    path = tmp_path / "unfinished.netbuilder"
    write_project(PROJECTS["unfinished"], path)
    return str(path)


@pytest.mark.parametrize(
    ("form", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")]
)
def test_picture_in_each_form(
    project: str, form: str, start: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_suffix, by_format = tmp_path / f"net.{form}", tmp_path / "net"
    assert main(["export", project, "-o", str(by_suffix)]) == 0
    assert main(["export", project, "-o", str(by_format), "--format", form, "--json"]) == 0
    assert by_suffix.read_bytes().startswith(start)
    assert by_format.read_bytes().startswith(start)
    said = capsys.readouterr().out.splitlines()
    assert json.loads(said[1])["written"] == [str(by_format)]


def test_own_layers_are_drawn_with_their_shapes(project: str, tmp_path: Path) -> None:
    example = find_example("own-layer")
    assert example is not None
    assert main(["export", str(example.path), project, "-o", str(tmp_path), "--format", "svg"]) == 0
    drawn = (tmp_path / f"{example.path.stem}.svg").read_text(encoding="utf-8")
    assert "(None, 6)" in drawn
    assert (tmp_path / "unfinished.svg").is_file()


def test_pixels_are_sharp_enough_for_paper(project: str, tmp_path: Path) -> None:
    picture = tmp_path / "net.png"
    assert main(["export", project, "-o", str(picture)]) == 0
    assert QImage(str(picture)).width() > 2 * 168


def test_nothing_to_draw(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.netbuilder"
    write_project(Project("Empty"), empty)
    assert main(["export", str(empty), "-o", str(tmp_path / "net.svg")]) == 2
    assert "has no layers to draw" in capsys.readouterr().err

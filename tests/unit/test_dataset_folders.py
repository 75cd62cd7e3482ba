"""Telling how a folder of samples is laid out."""

from __future__ import annotations

from pathlib import Path

import pytest

from netbuilder.dataset import DataError, suggest_choice
from netbuilder.dataset.folders import FolderGuess, sniff_folder

LAYOUTS = {
    "classes": (("cat/1.png", "dog/1.JPG"), FolderGuess("images")),
    "hidden folders": (("cat/1.png", "dog/1.png", ".git/a.txt"), FolderGuess("images")),
    "ready parts": (
        ("Train/cat/1.png", "Train/dog/1.png", "val/cat/2.png", "val/dog/1.png"),
        FolderGuess("images", "Train", "val"),
    ),
    "three parts": (
        ("training/a/1.gif", "training/b/1.gif", "valid/a/1.gif", "test/a/1.gif"),
        FolderGuess("images", "training", "valid", "test"),
    ),
    "texts": (("good/1.txt", "bad/1.txt"), FolderGuess("texts")),
    "texts in parts": (
        ("train/pos/1.txt", "train/neg/1.txt", "test/pos/1.txt", "test/neg/2.txt", "imdb.vocab"),
        FolderGuess("texts", "train", "", "test"),
    ),
    "mostly pictures": (("a/1.png", "a/2.png", "b/about.txt"), FolderGuess("images")),
}


def write(folder: Path, files: tuple[str, ...]) -> Path:
    for name in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return folder


@pytest.mark.parametrize(("files", "expected"), LAYOUTS.values(), ids=LAYOUTS)
def test_layouts(tmp_path: Path, files: tuple[str, ...], expected: FolderGuess) -> None:
    assert sniff_folder(write(tmp_path, files)) == expected


@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param((), "two folders at least", id="empty"),
        pytest.param(("1.png", "2.png"), "two folders at least", id="no classes"),
        pytest.param(("cat/1.png",), "two folders at least", id="one class"),
        pytest.param(("a/1.doc", "b/2.doc"), "there are no pictures", id="other files"),
        pytest.param(("train/cat/1.png",), "two folders at least", id="one class to train on"),
    ],
)
def test_what_is_no_folder_of_samples(tmp_path: Path, files: tuple[str, ...], said: str) -> None:
    with pytest.raises(DataError, match=said):
        sniff_folder(write(tmp_path, files))


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        sniff_folder(tmp_path / "gone")


def test_the_suggestion_names_the_parts(tmp_path: Path) -> None:
    write(tmp_path, ("train/a/1.png", "train/b/1.png", "test/a/1.png"))
    choice = suggest_choice(tmp_path)
    assert (choice.source, choice.path) == ("images", tmp_path)
    assert dict(choice.options) == {"train_folder": "train", "test_folder": "test"}

"""Finds the files that ship with the program, wherever it was installed."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_path(*parts: str) -> Path:
    """Return the path of a shipped file: ``resource_path("datasets", "penguins.csv")``.

    In a wheel and in a PyInstaller bundle the files lie inside the package; in a
    checkout they lie beside it.
    """
    inside = _PACKAGE / "resources"
    root = inside if inside.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)

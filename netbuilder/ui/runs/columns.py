"""Remembers how the columns of the runs are arranged, from one day to the next."""

from __future__ import annotations

import json
from typing import Any

from netbuilder.ui.preferences import Preferences

_USUAL = {
    "starred": 34,
    "id": 60,
    "title": 150,
    "started": 146,
    "status": 80,
    "epochs_done": 72,
    "seconds": 64,
    "seed": 56,
}
_WIDTH = 92
_HIDDEN_AT_FIRST = ("seed",)


class ColumnMemory:
    """Widths, hidden columns and the order of the rows, kept by the columns' keys."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences
        self._known = _read(preferences.runs_table)

    @property
    def order(self) -> tuple[str, bool]:
        """The column that the rows are ordered by, and whether from high to low."""
        return str(self._known.get("by", "id")), bool(self._known.get("descending", True))

    @order.setter
    def order(self, order: tuple[str, bool]) -> None:
        self._known["by"], self._known["descending"] = order
        self._write()

    def width(self, key: str) -> int:
        """Return the width of a column in pixels."""
        width = self._part("widths").get(key)
        return width if isinstance(width, int) and width > 0 else _USUAL.get(key, _WIDTH)

    def set_width(self, key: str, width: int) -> None:
        """Remember the width of a column."""
        self._part("widths")[key] = width
        self._write()

    def is_hidden(self, key: str) -> bool:
        """Tell whether a column is hidden."""
        return bool(self._part("hidden").get(key, key in _HIDDEN_AT_FIRST))

    def set_hidden(self, key: str, *, hidden: bool) -> None:
        """Remember whether a column is hidden."""
        self._part("hidden")[key] = hidden
        self._write()

    def _part(self, name: str) -> dict[str, Any]:
        part = self._known.setdefault(name, {})
        return part if isinstance(part, dict) else {}

    def _write(self) -> None:
        self._preferences.runs_table = json.dumps(self._known)


def _read(text: str) -> dict[str, Any]:
    try:
        known = json.loads(text or "{}")
    except ValueError:
        return {}
    return known if isinstance(known, dict) else {}

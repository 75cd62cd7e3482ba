"""Which data a project trains on, and how they are prepared."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from netbuilder.graph.values import EMPTY, Params


@dataclass(frozen=True, slots=True)
class DataChoice:
    """A dataset and its options.

    Attributes:
        source: A key of :data:`netbuilder.dataset.builtin.BUILTIN`, or ``"csv"`` or
            ``"npz"`` for the user's own file, ``"images"`` or ``"texts"`` for a folder of the
            user's, or ``""`` for none.
        path: The user's own file or folder, or one of several NPY files in a folder; None for
            a dataset that ships.
        options: What differs from the source's own options; the names are those of
            :data:`netbuilder.dataset.options.OPTIONS`.
    """

    source: str = ""
    path: Path | None = None
    options: Params = EMPTY


NO_DATA = DataChoice()

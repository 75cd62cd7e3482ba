"""Where the program keeps what is neither a project nor a part of itself."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_VARIABLE = "NETBUILDER_USER_DIR"


def user_folder() -> Path:
    """Return the folder for runs, settings and recovery files; it exists afterwards.

    It is the system's place for a program's data, unless ``NETBUILDER_USER_DIR`` names
    another: for a portable copy, or for a profile in a lab.

    Raises:
        OSError: it cannot be made.
    """
    chosen = os.environ.get(_VARIABLE)
    folder = (
        Path(chosen).expanduser().absolute()
        if chosen
        else platformdirs.user_data_path("netbuilder", appauthor=False)
    )
    folder.mkdir(parents=True, exist_ok=True)
    return folder

"""Writes files so that a crash at any moment leaves the old or the new one whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path


def replace_file(path: Path, text: str, *, backup: bool = False) -> None:
    """Give a file new contents at once; there need not be one yet.

    Args:
        path: The file.
        text: The new contents.
        backup: Whether the old file is kept beside it, with ``.bak`` added to its name.

    Raises:
        OSError: it cannot be written; the old file is untouched.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, temporary)
            if backup:
                shutil.copy2(path, path.with_name(path.name + ".bak"))
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Have the renaming reach the disk, where the system can do that for a folder."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

"""Copies of unsaved projects, from which one can be had back after a crash."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from netbuilder.project.file import project_from_json, project_to_json
from netbuilder.project.model import Project
from netbuilder.project.reading import ProjectError, expect
from netbuilder.project.writing import replace_file


@dataclass(frozen=True, slots=True)
class RecoveryCopy:
    """A project as it was when it was last changed.

    Attributes:
        project: The project.
        path: The file that it was opened from or saved to, if any.
        base: That file's :func:`fingerprint` then; empty without a file.
        time: When the copy was made, in local time.
    """

    project: Project
    path: Path | None
    base: str
    time: datetime

    @property
    def fits_its_file(self) -> bool:
        """Whether the file is still the one that the project was changed from."""
        return self.path is not None and fingerprint(self.path) == self.base != ""


def fingerprint(path: Path | None) -> str:
    """Return the SHA-256 of a file's contents; empty if there is none to read."""
    try:
        return "" if path is None else hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def write_copy(copy: RecoveryCopy, file: Path) -> None:
    """Write a copy to ``file``.

    Raises:
        OSError: it cannot be written.
    """
    document = {
        "path": None if copy.path is None else str(copy.path),
        "base": copy.base,
        "time": copy.time.isoformat(timespec="seconds"),
        "project": project_to_json(copy.project),
    }
    replace_file(file, json.dumps(document, ensure_ascii=False))


def read_copy(file: Path) -> RecoveryCopy:
    """Read a copy.

    Raises:
        ProjectError: there is none, or none that can be used.
    """
    try:
        document = expect(json.loads(file.read_text(encoding="utf-8")), dict, "copy")
        path = document.get("path")
        return RecoveryCopy(
            project=project_from_json(document.get("project")),
            path=None if path is None else Path(expect(path, str, "path")),
            base=expect(document.get("base"), str, "base"),
            time=datetime.fromisoformat(expect(document.get("time"), str, "time")),
        )
    except (OSError, ValueError, RecursionError) as error:
        raise ProjectError(str(error)) from None

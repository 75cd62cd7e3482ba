"""Decides what this process is: worker, command line or app, before any heavy import."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from netbuilder.training.launch import H5_FLAG, WEIGHTS_FLAG, WORKER_FLAG

if TYPE_CHECKING:
    from netbuilder.project import Project


def main(arguments: Sequence[str] | None = None) -> int:
    """Run NetBuilder.

    Args:
        arguments: What stands after the program's name; None for this process's own.

    Returns:
        The exit code: 0 done, 1 the network or its training has errors, 2 bad input.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == [WORKER_FLAG]:
        from netbuilder.worker.main import main as run_worker

        return run_worker()
    if given[:1] == [H5_FLAG] and len(given) == 2:
        from netbuilder.worker.h5_config import main as read_h5

        return read_h5(given[1])
    if given[:1] == [WEIGHTS_FLAG] and len(given) == 3:
        from netbuilder.worker.weights_reading import main as read_weights

        return read_weights(Path(given[1]), Path(given[2]))
    from netbuilder.cli.main import main as run_command_line

    return run_command_line(given, _open_app, _draw)


def _open_app(path: Path | None, welcome: bool) -> int:
    from netbuilder.ui.app import run_app

    return run_app(path, welcome=welcome)


def _draw(project: Project, path: Path, form: str) -> None:
    from netbuilder.ui.picture_file import draw_to_file

    draw_to_file(project, path, form)


if __name__ == "__main__":
    sys.exit(main())

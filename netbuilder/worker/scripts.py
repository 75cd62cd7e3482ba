"""Runs the script of a training, with something else in place of what it does to its model."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Mapping
from contextlib import ExitStack, chdir
from pathlib import Path
from typing import Any

from netbuilder.worker.patching import replaced


class ReachedError(Exception):
    """The script has come to what was wanted of it; the rest is not run."""


def run_with(
    script: Path, stand_ins: Mapping[str, Callable[..., Any]], folder: Path | None = None
) -> dict[str, Any]:
    """Run a script as the main program, to its end or until a stand-in raises ReachedError.

    Args:
        script: The file.
        stand_ins: What takes the place of methods of Keras's models, by their names; each is
            given the method itself first.
        folder: Where it is run; beside the script by default.

    Returns:
        The script's global names, as far as it came.
    """
    with ExitStack() as stack:
        stack.enter_context(chdir(folder or script.parent))
        for name, stand_in in stand_ins.items():
            stack.enter_context(replaced(name, stand_in))
        try:
            return runpy.run_path(str(script), run_name="__main__")
        except ReachedError as reached:
            return _globals_of(reached)


def _globals_of(error: BaseException) -> dict[str, Any]:
    """Return the names of the script from which an error has come."""
    trace, names = error.__traceback__, {}
    while trace is not None:
        if trace.tb_frame.f_globals.get("__name__") == "__main__":
            names = trace.tb_frame.f_globals
        trace = trace.tb_next
    return dict(names)

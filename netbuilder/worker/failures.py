"""Says in plain words why a training failed, and which node is at fault."""

from __future__ import annotations

import traceback

from netbuilder.training.protocol import Failed, Train


def explain(error: BaseException, command: Train) -> Failed:
    """Return what to tell the student of ``error``, which ended the script of ``command``."""
    del command
    details = "".join(traceback.format_exception(error))
    return Failed(str(error), details=details)

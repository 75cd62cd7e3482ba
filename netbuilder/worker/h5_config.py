"""Prints the config that an HDF5 file of Keras holds.

It runs in a process of its own, with limits, and may be killed: one altered byte can make the
HDF5 library spin for ever without an error.
"""

from __future__ import annotations

import sys

from netbuilder.training.launch import MOST_CONFIG_BYTES, NO_CONFIG
from netbuilder.worker.limits import limit

_MOST_MEMORY = 2 * 2**30
_MOST_SECONDS = 20
_ATTRIBUTE = "model_config"


def main(path: str) -> int:
    """Write the config to standard output.

    Args:
        path: The file.

    Returns:
        The exit code: 0 done, 1 unreadable, :data:`NO_CONFIG` if only weights are in it.
    """
    limit(_MOST_MEMORY, _MOST_SECONDS)
    import h5py

    try:
        with h5py.File(path, "r") as file:
            found = file.attrs.get(_ATTRIBUTE)
    except Exception:  # whatever h5py raises at a damaged file: RuntimeError, OSError, KeyError ...
        return 1
    if not isinstance(found, (bytes, str)):
        return NO_CONFIG
    raw = found.encode() if isinstance(found, str) else bytes(found)
    sys.stdout.buffer.write(raw[: MOST_CONFIG_BYTES + 1])
    return 0

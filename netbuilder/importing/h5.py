"""HDF5 files of Keras: their config, read by a process of its own that may be killed."""

from __future__ import annotations

import subprocess
from pathlib import Path

from netbuilder.i18n import tr
from netbuilder.importing.errors import ConfigError
from netbuilder.training.launch import NO_CONFIG, h5_command

_MOST_SECONDS = 20


def h5_config(path: Path, seconds: float = _MOST_SECONDS) -> bytes:
    """Return the config inside an HDF5 file.

    Args:
        path: The file.
        seconds: How long reading may take.

    Raises:
        ConfigError: it is no such file, holds no config, or takes too long.
    """
    with path.open("rb"):
        pass  # so that a missing file is said as such
    try:
        done = subprocess.run(
            h5_command(path),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ConfigError(tr("Reading it takes too long; it is probably damaged.")) from None
    if done.returncode == NO_CONFIG:
        raise ConfigError(tr("It holds weights only, and no description of the model."))
    if done.returncode:
        raise ConfigError(tr("It is no readable HDF5 file."))
    return done.stdout

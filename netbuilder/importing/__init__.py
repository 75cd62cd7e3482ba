"""Reads models of Keras, and scripts that build them, as data.

Nothing is executed, and Keras is never asked.
"""

from netbuilder.importing.config import Imported, read_config, read_model
from netbuilder.importing.errors import ConfigError
from netbuilder.importing.files import read_file
from netbuilder.importing.notes import Note
from netbuilder.importing.source import read_source

__all__ = [
    "ConfigError",
    "Imported",
    "Note",
    "read_config",
    "read_file",
    "read_model",
    "read_source",
]

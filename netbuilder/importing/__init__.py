"""Reads models of Keras as data: nothing is executed, and Keras is never asked."""

from netbuilder.importing.config import Imported, read_config, read_model
from netbuilder.importing.errors import ConfigError
from netbuilder.importing.files import read_file

__all__ = ["ConfigError", "Imported", "read_config", "read_file", "read_model"]

"""Reads Python scripts that build Keras networks; nothing of them is ever run."""

from netbuilder.importing.source.reader import read_source

__all__ = ["read_source"]

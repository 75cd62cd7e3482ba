"""Automatic places for the nodes of a network. Pure; needs only ``graph``."""

from netbuilder.layout.layered import layered

__all__ = ["layered"]

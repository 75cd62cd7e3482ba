"""Automatic places for the nodes of a network. Pure; needs only ``graph``."""

from netbuilder.layout.align import Box, Line, aligned, distributed
from netbuilder.layout.layered import Flow, layered, positions

__all__ = ["Box", "Flow", "Line", "aligned", "distributed", "layered", "positions"]

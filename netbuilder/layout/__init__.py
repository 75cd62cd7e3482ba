"""Automatic places for the nodes of a network. Pure; needs only ``graph``."""

from netbuilder.graph import Flow
from netbuilder.layout.align import Box, Line, aligned, distributed
from netbuilder.layout.layered import layered, positions

__all__ = ["Box", "Flow", "Line", "aligned", "distributed", "layered", "positions"]

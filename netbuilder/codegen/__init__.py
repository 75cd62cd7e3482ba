"""Python source from a graph, with a map from every node to its lines."""

from netbuilder.codegen.source import Source, Span

__all__ = ["Source", "Span"]

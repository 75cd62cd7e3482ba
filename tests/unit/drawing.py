"""Networks for tests, written briefly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from netbuilder.graph import EMPTY, Graph, Node, Params, Port, Value, Wire


@dataclass(frozen=True)
class Drawn:
    """A node to place: its id is its name; ``feeds`` are the names of what is wired to it.

    A source ``"lstm:1"`` is the second output of ``lstm``.
    """

    name: str
    class_name: str
    params: Params = EMPTY
    feeds: Sequence[str] = field(default_factory=tuple)


def layer(name: str, class_name: str, *feeds: str, **params: Value) -> Drawn:
    """Write a node: ``layer("scores", "Dense", "flat", units=10)``."""
    return Drawn(name, class_name, Params(params), feeds)


def draw(*layers: Drawn, outputs: Sequence[str] = ()) -> Graph:
    """Draw a graph; wires get their target ports in the order of ``feeds``.

    Where a tensor comes from is written as ``lstm`` or, beyond the first output, ``lstm:1``.
    """
    nodes = {
        drawn.name: Node(drawn.name, drawn.name, drawn.class_name, drawn.params, 240.0 * number)
        for number, drawn in enumerate(layers)
    }
    wires = tuple(
        _wire(feed, drawn.name, port) for drawn in layers for port, feed in enumerate(drawn.feeds)
    )
    return Graph(nodes, wires, tuple(map(port, outputs)))


def chain(*layers: Drawn) -> Graph:
    """Draw layers one after another."""
    names = [drawn.name for drawn in layers]
    fed = [
        Drawn(drawn.name, drawn.class_name, drawn.params, names[number - 1 : number])
        for number, drawn in enumerate(layers)
    ]
    return draw(*fed)


def image(*shape: int | None) -> Drawn:
    """Write the input ``x`` with the shape of one sample."""
    return layer("x", "InputLayer", shape=shape)


def port(text: str) -> Port:
    """Return the port that is written as ``lstm`` or ``lstm:1``."""
    node, _, number = text.partition(":")
    return Port(node, int(number or 0))


def _wire(feed: str, target: str, target_port: int) -> Wire:
    source = port(feed)
    return Wire(source.node, target, source.number, target_port)

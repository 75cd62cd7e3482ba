"""A ready-made network for tests, as small as it is untrue: Keras's own have hundreds of layers."""

from __future__ import annotations

from netbuilder.graph import Graph, Node, Params, Value, Wire
from netbuilder.graph.submodels import APPLICATION
from tests.unit.drawing import chain, image, layer

INSIDE = chain(image(32, 32, 3), layer("conv", "Conv2D", filters=4, kernel_size=3))
SHAPE = (32, 32, 3)


def with_application(**params: Value) -> Graph:
    """An input and a MobileNet after it, with parameters beside its name and shape."""
    given = {"application": "MobileNet", "include_top": False, "input_shape": SHAPE, **params}
    node = Node("m", "backbone", APPLICATION, Params(given), inner=INSIDE)
    entry = Node("x", "x", "InputLayer", Params(shape=SHAPE))
    return Graph(nodes={"x": entry, "m": node}, wires=(Wire("x", "m"),))

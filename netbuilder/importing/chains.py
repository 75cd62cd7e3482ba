"""How many tensors the layers of a Sequential model hand on, which its file does not say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from netbuilder.catalog.arguments import RuleError
from netbuilder.catalog.judging import judge
from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.tensors import Tensor
from netbuilder.graph import Node
from netbuilder.graph.walks import output_ports


def outputs_along(nodes: Iterable[Node]) -> Iterator[int]:
    """Yield how many tensors each layer of a chain gives: 1 where its rule cannot say.

    Keras hands all of them to the next layer at once.
    """
    tensors: tuple[Tensor, ...] | None = ()
    for node in nodes:
        if node.inner is not None:
            tensors = None
            yield max(1, len(output_ports(node.inner)))
            continue
        tensors = None if tensors is None else _given(node, tensors)
        yield max(1, len(tensors or ()))


def _given(node: Node, tensors: tuple[Tensor, ...]) -> tuple[Tensor, ...] | None:
    spec = load_catalog().layers.get(node.class_name)
    try:
        outcome = None if spec is None else judge(spec, node.params, tensors)
    except RuleError:
        return None  # which validation will say
    return None if outcome is None else outcome.outputs

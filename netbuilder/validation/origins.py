"""Says from which layers a layer gets what it cannot take."""

from __future__ import annotations

from netbuilder.catalog.arguments import RuleError, show
from netbuilder.catalog.tensors import Tensor
from netbuilder.graph import Graph, NodeId
from netbuilder.i18n import tr

_MOST = 4  # layers that are named


def origin(graph: Graph, key: NodeId, error: RuleError, inputs: tuple[Tensor, ...]) -> str:
    """Return a sentence that names the layers upstream, or "" where they are not the matter.

    Args:
        graph: The network.
        key: The node that is refused.
        error: Why it is refused.
        inputs: What arrives at its ports; empty while that is not known.
    """
    wires = graph.incoming(key)
    if not inputs or len(wires) != len(inputs):
        return ""
    sources = [graph.nodes[wire.source].name for wire in wires]
    if len(inputs) == 1:
        about_input = error.port is not None or error.axis is not None or error.setting is None
        return tr("Its input comes from '{name}'.", name=sources[0]) if about_input else ""
    if error.port is not None and error.axis is None:
        ports = [wire.target_port for wire in wires]
        if error.port in ports:
            source = sources[ports.index(error.port)]
            return tr("That input comes from '{name}'.", name=source)
    gifts = [
        tr("{shape} from '{name}'", shape=show(tensor.shape), name=name)
        for tensor, name in zip(inputs, sources, strict=True)
    ]
    *early, last = [*gifts[:_MOST], *([tr("more")] if len(gifts) > _MOST else [])]
    return tr("It gets {inputs} and {last}.", inputs=", ".join(early), last=last)

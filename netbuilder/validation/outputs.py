"""Problems of the ports that are marked as outputs of the network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from netbuilder.graph import Graph, NodeId, Port
from netbuilder.graph.edits import set_outputs
from netbuilder.i18n import tr
from netbuilder.validation.report import Fix, NodeReport, Problem, Severity
from netbuilder.validation.wiring import layer_title


def output_problems(graph: Graph, nodes: Mapping[NodeId, NodeReport]) -> Iterator[Problem]:
    """Yield a problem for each port that is marked and that its layer does not have.

    Args:
        graph: The network.
        nodes: What is known of its nodes.
    """
    for port in dict.fromkeys(graph.outputs):
        known = nodes[port.node]
        if known.outputs and known.tensor(port.number) is None:
            yield Problem(
                "graph.no_such_output",
                Severity.ERROR,
                tr(
                    "Output {number} of {layer} is marked as an answer of the network, but it "
                    "has only {count}.",
                    number=port.number + 1,
                    layer=layer_title(graph.nodes[port.node]),
                    count=len(known.outputs),
                ),
                tr("How many outputs a layer has follows from its settings."),
                node=port.node,
                fixes=tuple(_fixes(graph, port)),
            )


def _fixes(graph: Graph, port: Port) -> Iterator[Fix]:
    first, name = Port(port.node), graph.nodes[port.node].name
    if first not in graph.outputs:
        instead = [first if output == port else output for output in graph.outputs]
        title = tr("Let the first output of '{name}' answer", name=name)
        yield Fix(title, partial(set_outputs, outputs=instead))
    others = [output for output in graph.outputs if output != port]
    title = tr("Take the mark off output {number} of '{name}'", number=port.number + 1, name=name)
    yield Fix(title, partial(set_outputs, outputs=others))

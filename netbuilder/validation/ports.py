"""Problems of the ports: too few wires or too many."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import partial

from netbuilder.catalog.spec import LayerSpec
from netbuilder.graph import Graph, Node, NodeId, Wire
from netbuilder.graph.edits import bypass, disconnect
from netbuilder.i18n import tr
from netbuilder.validation.report import Fix, Problem, Severity
from netbuilder.validation.wiring import Wiring, cut_fix, layer_title


def port_problems(wiring: Wiring, keys: Collection[NodeId]) -> Iterator[Problem]:
    """Yield a problem for every port that has too few wires or too many.

    Args:
        wiring: The graph and its wires.
        keys: The nodes to look at.
    """
    for key in keys:
        node, spec, wires = wiring.graph.nodes[key], wiring.spec(key), wiring.graph.incoming(key)
        if spec is None or not wires or _is_plain(spec, wires):
            continue
        if spec.ports.joining:
            yield from _merging_count(node, spec, wires)
        elif spec.ports.maximum is not None:
            yield from _extra_wires(wiring.graph, node, spec, wires)
            yield from _empty_ports(node, spec, wires)


def _is_plain(spec: LayerSpec, wires: tuple[Wire, ...]) -> bool:
    """Tell at once that the one port of most layers has its one wire."""
    return len(wires) == spec.ports.maximum == 1 and wires[0].target_port == 0


def _merging_count(node: Node, spec: LayerSpec, wires: tuple[Wire, ...]) -> Iterator[Problem]:
    if len(wires) > 1:
        return
    needed = max(2, spec.ports.minimum)
    yield Problem(
        "graph.wire_count",
        Severity.ERROR if spec.ports.minimum > 1 else Severity.WARNING,
        tr(
            "{layer} joins {count} or more wires, but has one.",
            layer=layer_title(node),
            count=needed,
        ),
        tr("With one wire there is nothing to join."),
        node=node.id,
        fixes=(Fix(tr("Remove '{name}'", name=node.name), partial(bypass, key=node.id)),),
    )


def _extra_wires(
    graph: Graph, node: Node, spec: LayerSpec, wires: tuple[Wire, ...]
) -> Iterator[Problem]:
    maximum = spec.ports.maximum or 0
    existing = maximum + len(spec.ports.masks)
    extra = tuple(_extra(wires, len(wires) if spec.ports.alone else existing))
    if not extra:
        return
    taken = {"layer": layer_title(node), "count": maximum, "given": len(wires)}
    if maximum == 0:
        message = tr("{layer} takes no wires: it is where data come in.", **taken)
    elif maximum == 1:
        message = tr("{layer} takes one wire, but has {given}.", **taken)
    else:
        message = tr("{layer} takes one wire at each of its {count} ports.", **taken)
    title = tr("Cut the extra wires") if len(extra) > 1 else cut_fix(graph, extra[0]).title
    yield Problem(
        "graph.wire_count",
        Severity.ERROR,
        message,
        tr("To use several results at once, join them first, for example with Concatenate."),
        node=node.id,
        port=extra[0].target_port,
        fixes=(Fix(title, partial(disconnect, wires=extra)),),
    )


def _extra(wires: Iterable[Wire], maximum: int) -> Iterator[Wire]:
    """Yield the wires at ports that do not exist or that an earlier wire has taken."""
    taken: set[int] = set()
    for wire in wires:
        if wire.target_port >= maximum or wire.target_port in taken:
            yield wire
        taken.add(wire.target_port)


def _empty_ports(node: Node, spec: LayerSpec, wires: tuple[Wire, ...]) -> Iterator[Problem]:
    """Yield a problem for each port that must have a wire, or that later ones leave empty."""
    used = {wire.target_port for wire in wires}
    maximum = spec.ports.maximum or 0
    last = max((port for port in used if port < maximum), default=-1)
    for port in range(min(maximum, max(spec.ports.minimum, last + 1))):
        if port not in used:
            name = spec.ports.names[port] if port < len(spec.ports.names) else str(port + 1)
            yield Problem(
                "graph.input_missing",
                Severity.ERROR,
                tr("{layer} gets nothing at its port {port}.", layer=layer_title(node), port=name),
                tr("Each of its ports has a meaning of its own, so none may be left out."),
                node=node.id,
                port=port,
            )

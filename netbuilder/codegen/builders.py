"""Functions that build submodels: each is written where its submodel is first needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from netbuilder.catalog.library import Catalog
from netbuilder.codegen.functional import functional_body
from netbuilder.codegen.layer import layer_call
from netbuilder.codegen.names import Identifiers, LayerNames, identifier
from netbuilder.codegen.sequential import sequential_body
from netbuilder.codegen.statements import Statement, plain
from netbuilder.codegen.write import Bracketed, Expression, call, named, text
from netbuilder.graph import Graph, Node
from netbuilder.graph.submodels import SEQUENTIAL
from netbuilder.graph.walks import input_nodes
from netbuilder.validation import Report

_GAP = plain("\n\n")


class Builders:
    """Writes the layers of one network, and a function for each of its submodels.

    Layers have to be asked for in the order in which the code makes them, for Keras
    counts them then.

    Attributes:
        functions: The functions written so far; each stands after those that it calls.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._names = LayerNames(catalog)
        self._identifiers = Identifiers()
        self.functions: tuple[Statement, ...] = ()

    def body(
        self, graph: Graph, report: Report, style: str, naming: Sequence[Expression]
    ) -> tuple[Statement, ...]:
        """Return the body of a function that builds a network.

        Args:
            graph: The network.
            report: What validation found out about it.
            style: "sequential" (only for a chain) or "functional".
            naming: The model's last arguments: its name, and whether it is trained.
        """
        write = sequential_body if style == "sequential" else functional_body
        return write(graph, report, self._catalog, naming, lambda node: self._layer(node, report))

    def _layer(self, node: Node, report: Report) -> Bracketed:
        """Return the expression that makes a node's layer."""
        known = report.nodes.get(node.id)
        if node.inner is None or known is None or known.inner is None:
            return layer_call(node, self._catalog, self._names)
        return call(self._function(node, node.inner, known.inner), ())

    def _function(self, node: Node, inner: Graph, made: Report) -> str:
        """Write the function that builds a submodel; return its name."""
        words = identifier(node.name) or "part"
        function = self._identifiers.take_function(node.name)
        is_chain = node.class_name == SEQUENTIAL and made.api == "sequential"
        naming = [named("name", text(node.name))]
        if node.params.get("trainable") is False:
            naming.append(named("trainable", "False"))
        style = "sequential" if is_chain else "functional"
        body = self.body(inner, _with_all_inputs(inner, made), style, naming)
        head = (f"def {function}():", f'    """Build {words}, a part of the network."""')
        self.functions += (
            Statement(head, node.id),
            *(replace(part, node=node.id, inside=_way(part)) for part in body),
            _GAP,
        )
        return function


def _with_all_inputs(inner: Graph, made: Report) -> Report:
    """Let every Input be written: each is a port, even one that leads nowhere."""
    entries = input_nodes(inner)
    unused = tuple(key for key in entries if key not in made.order)
    return replace(made, order=(*unused, *made.order), inputs=entries) if unused else made


def _way(part: Statement) -> tuple[str, ...]:
    return part.inside if part.node is None else (part.node, *part.inside)

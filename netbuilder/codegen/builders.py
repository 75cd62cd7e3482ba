"""Writes the layers of one network, and its submodels where they are first needed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from netbuilder.catalog.applications import APPLICATIONS
from netbuilder.catalog.library import Catalog
from netbuilder.catalog.shape_rules.dtypes import FLOATS
from netbuilder.catalog.submodels import SUBMODELS
from netbuilder.catalog.tensors import Tensor
from netbuilder.codegen.functional import functional_body
from netbuilder.codegen.layer import INPUT, layer_call
from netbuilder.codegen.names import Identifiers, LayerNames, identifier
from netbuilder.codegen.objects import value_expression
from netbuilder.codegen.sequential import sequential_body
from netbuilder.codegen.statements import Statement, plain
from netbuilder.codegen.subclass import ModelClass, class_statements
from netbuilder.codegen.write import Bracketed, Expression, call, led, lines, named, text
from netbuilder.graph import Graph, Node, NodeId
from netbuilder.graph.submodels import APPLICATION, SEQUENTIAL
from netbuilder.graph.walks import input_nodes
from netbuilder.validation import Report

Calls: TypeAlias = Sequence[tuple[Tensor, ...]]
"""What comes to each call of a submodel."""

_USUAL, _TEXT = "float32", "string"
_GAP = plain("\n\n")


class _Writer(ABC):
    """Writes the layers of one network, and a part of the code for each of its submodels.

    Layers have to be asked for in the order in which the code makes them, for Keras
    counts them then.

    Attributes:
        parts: What has been written of the submodels so far; each stands after those
            that it needs.
        names: What Keras calls every layer and operation that has been written, by its
            way: the ids of nodes from the outside in, the last that of the layer's owner.
    """

    def __init__(
        self,
        catalog: Catalog,
        *,
        called_later: bool = False,
        operations: frozenset[str] = frozenset(),
        names_all: bool = False,
    ) -> None:
        self._catalog = catalog
        self._names = LayerNames(
            catalog, called_later=called_later, operations=operations, names_all=names_all
        )
        self._way: tuple[NodeId, ...] = ()
        self._identifiers = Identifiers(custom=catalog.custom)
        self.parts: tuple[Statement, ...] = ()
        self.names: dict[tuple[NodeId, ...], str] = {}

    def _layer(self, node: Node, graph: Graph, report: Report) -> Bracketed:
        """Return the expression that makes the layer of a node of ``graph``."""
        known = report.nodes.get(node.id)
        if node.inner is None or known is None or known.inner is None:
            layer = layer_call(node, self._catalog, self._names)
            self.names[*self._way, node.shares or node.id] = self._names.last
            return layer
        if node.class_name == APPLICATION:
            return self._application(node)
        outside, self._way = self._way, (*self._way, node.id)
        calls = [report.nodes[key].inputs for key in graph.sharing(node.id) if key in report.nodes]
        submodel = self._submodel(
            node, node.inner, _with_all_inputs(node.inner, known.inner), calls
        )
        self._way = outside
        return submodel

    def _application(self, node: Node) -> Bracketed:
        """Write a ready-made network as Keras's own call, in a function if more is to be said."""
        params = {"include_top": True, "weights": None, **node.params}
        given = [
            named(param.name, value_expression(params[param.name], self._catalog, param))
            for param in SUBMODELS[APPLICATION].params[1:]
            if param.fixed and param.name in params
        ]
        maker = str(params["application"])
        is_named = APPLICATIONS[maker].named
        own_name = [named("name", text(node.name))] if is_named else []
        made = call(f"keras.applications.{maker}", [*given, *own_name])
        later = [] if is_named else [f"    network.name = {text(node.name)}"]
        if node.params.get("trainable") is False:
            later.append("    network.trainable = False")
        if not later:
            return made
        function = self._identifiers.take_function(node.name)
        head = (f"def {function}():", f'    """Make {maker}, as Keras brings it."""')
        body = lines(led("network = ", made), 1)
        self._keep(node, (Statement((*head, *body, *later, "    return network")),))
        return call(function, ())

    def _called(self, node: Node) -> None:
        """Take note of the call of an operation."""
        self._names.called(self._catalog.layers[node.class_name])
        self.names[*self._way, node.id] = self._names.last

    @abstractmethod
    def _submodel(self, node: Node, inner: Graph, made: Report, calls: Calls) -> Bracketed:
        """Write a submodel; return the expression that makes it."""

    def _keep(self, node: Node, statements: Iterable[Statement]) -> None:
        """Put the code of a submodel behind that of those before it."""
        marked = (replace(part, node=node.id, inside=_way(part)) for part in statements)
        self.parts += (*marked, _GAP)


class Builders(_Writer):
    """Writes submodels as functions that build them."""

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
        catalog = self._catalog

        def make(node: Node) -> Bracketed:
            return self._layer(node, graph, report)

        if style == "sequential":
            return sequential_body(graph, report, catalog, naming, make)
        return functional_body(graph, report, catalog, naming, make, called=self._called)

    def _submodel(self, node: Node, inner: Graph, made: Report, _calls: Calls) -> Bracketed:
        function = self._identifiers.take_function(node.name)
        is_chain = node.class_name == SEQUENTIAL and made.api == "sequential"
        style = "sequential" if is_chain else "functional"
        body = self.body(inner, made, style, _naming(node))
        head = (f"def {function}():", f'    """Build {_words(node)}, a part of the network."""')
        self._keep(node, (Statement(head), *body))
        return call(function, ())


class Classes(_Writer):
    """Writes submodels as classes of their own.

    Args:
        catalog: What is known of the layers' classes.
        functional_names: What Keras calls layers in the Functional style where that is not
            what the network calls them; here they are called the same.
    """

    def __init__(
        self,
        catalog: Catalog,
        functional_names: Mapping[tuple[NodeId, ...], str],
        *,
        names_all: bool = False,
    ) -> None:
        super().__init__(catalog, called_later=True, names_all=names_all)
        self._names_all = names_all
        self._functional_names = functional_names

    def whole(self, graph: Graph, report: Report) -> tuple[Statement, ...]:
        """Return the class of the whole network, which is called ``Net``."""
        purpose = "The network: its layers are made in __init__ and wired up in call."
        names = (
            self._functional_names.get((graph.layer_of(port.node),), graph.nodes[port.node].name)
            for port in report.outputs
        )
        wanted = ModelClass("Net", purpose, graph, report, tuple(names))
        return self._class(wanted)

    def _submodel(self, node: Node, inner: Graph, made: Report, calls: Calls) -> Bracketed:
        name = self._identifiers.take_class(node.name)
        purpose = f"{_words(node)}, a part of the network."
        wanted = ModelClass(name, purpose, inner, made, converted=_converted(made, calls))
        self._keep(node, self._class(wanted))
        return call(name, _naming(node))

    def _class(self, wanted: ModelClass) -> tuple[Statement, ...]:
        entries = LayerNames(
            self._catalog, names_all=self._names_all
        )  # Inputs are made apart from the layers

        def make(node: Node) -> Bracketed:
            if node.class_name == INPUT:
                return layer_call(node, self._catalog, entries)
            way = (*self._way, node.shares or node.id)
            name = self._functional_names.get(way, node.name)
            return self._layer(replace(node, name=name), wanted.graph, wanted.report)

        return class_statements(wanted, self._catalog, make)


def _converted(made: Report, calls: Calls) -> dict[NodeId, str]:
    """Return the Inputs of a submodel to which other number formats come, with their own.

    A Functional model converts what it is called on to the formats of its Inputs
    (``Functional._convert_inputs_to_tensors``). A class turns fractions into float32.
    """
    found: dict[NodeId, str] = {}
    for arrived in calls:
        for key, tensor in zip(made.inputs, arrived, strict=False):
            dtype = made.nodes[key].outputs[0].dtype
            given = _USUAL if tensor.real.dtype in FLOATS else tensor.real.dtype
            if given != dtype and _TEXT not in (given, dtype):
                found[key] = dtype
    return found


def _naming(node: Node) -> list[Expression]:
    """Return the arguments that a submodel is made with."""
    naming = [named("name", text(node.name))]
    if node.params.get("trainable") is False:
        naming.append(named("trainable", "False"))
    return naming


def _words(node: Node) -> str:
    return identifier(node.name) or "part"


def _with_all_inputs(inner: Graph, made: Report) -> Report:
    """Let every Input be written: each is a port, even one that leads nowhere.

    It stands behind the one before it, for code tells the order of Inputs by their lines.
    """
    entries = input_nodes(inner)
    order = list(made.order)
    for place, key in enumerate(entries):
        if key not in made.order:
            order.insert(order.index(entries[place - 1]) + 1 if place else 0, key)
    return replace(made, order=tuple(order), inputs=entries)


def _way(part: Statement) -> tuple[str, ...]:
    return part.inside if part.node is None else (part.node, *part.inside)

"""Writes any network as a class of its own: Keras's Model Subclassing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from netbuilder.catalog.custom import needed
from netbuilder.catalog.custom_reading import makes_weights
from netbuilder.catalog.library import Catalog
from netbuilder.codegen.calling import one_or_list, tensors_given, variables
from netbuilder.codegen.layer import INPUT, obstacles, waiting_comment, with_shape
from netbuilder.codegen.model_names import MODEL_NAMES
from netbuilder.codegen.names import Identifiers
from netbuilder.codegen.operations import is_operation, operation_call
from netbuilder.codegen.statements import Statement, plain
from netbuilder.codegen.tensors import name_tensors
from netbuilder.codegen.training_mode import heeds_training
from netbuilder.codegen.write import INDENT, Bracketed, call, led, lines, listing, text
from netbuilder.graph import Graph, Node, NodeId
from netbuilder.validation import Report

_DEPTH = 2
_MARGIN = " " * INDENT * _DEPTH
_TRAINING = "training=training"

DRAWN_WHEN_BUILT = frozenset(
    {"AdditiveAttention", "GroupQueryAttention", "MultiHeadAttention", "SpectralNormalization"}
)
"""Layers that draw random numbers when they are built, not when they are made (Keras 3.15)."""

_OTHER_START = """\
        # {name} draws random numbers only now, not when it is made:
        # with the same seed, the first weights are not those of the Functional style."""

_BUILD = '''
    def build(self, input_shape=None):
        """Make all weights, by calling the layers once on symbolic inputs."""'''


@dataclass(frozen=True, slots=True)
class ModelClass:
    """What a class is to be written of.

    Attributes:
        name: Its name in the code.
        purpose: Its docstring.
        graph: The network.
        report: What validation found out about it.
        output_names: What it tells Keras of its outputs' names, which those of the losses
            are made from; only the whole model does.
        converted: The Inputs to which other number formats come, with their own.
    """

    name: str
    purpose: str
    graph: Graph
    report: Report
    output_names: tuple[str, ...] = ()
    converted: Mapping[NodeId, str] = field(default_factory=dict)


def class_statements(
    wanted: ModelClass, catalog: Catalog, make: Callable[[Node], Bracketed]
) -> tuple[Statement, ...]:
    """Return a class for a network: ``__init__``, ``build`` and ``call``.

    A layer that is called several times is made once. ``training`` is handed on to the
    layers whose call takes it. Masks need nothing: Keras keeps them at the tensors.

    Args:
        wanted: What to write.
        catalog: What is known of the layers' classes.
        make: Gives the expression that makes a node's layer or Input; called in the order
            of the code.
    """
    return tuple(_Writer(wanted, catalog, make).statements())


class _Writer:
    """Writes one class."""

    def __init__(
        self, wanted: ModelClass, catalog: Catalog, make: Callable[[Node], Bracketed]
    ) -> None:
        self._wanted = wanted
        self._graph, self._report = wanted.graph, wanted.report
        self._catalog = catalog
        self._make = make
        self._waiting = obstacles(self._graph, self._report, catalog)
        self._written = [key for key in self._report.order if key not in self._waiting]
        # Inputs are no statements of call(), so none of them stands between two others.
        called = sorted(self._written, key=lambda key: self._graph.nodes[key].class_name != INPUT)
        self._tensors = name_tensors(self._graph, self._report, called, catalog.custom)
        self._attributes = self._name_layers()

    def statements(self) -> Iterator[Statement]:
        """Yield all that the class consists of."""
        name, purpose = self._wanted.name, self._wanted.purpose
        yield plain(
            "@keras.saving.register_keras_serializable()\n"
            f'class {name}(keras.Model):\n    """{purpose}"""\n\n'
            "    def __init__(self, **kwargs):\n        super().__init__(**kwargs)"
        )
        yield from self._layers()
        yield plain(_BUILD)
        yield from self._building()
        takes = "inputs, training=None" if self._takes_training() else "inputs"
        yield plain(f'\n    def call(self, {takes}):\n        """Return what the network gives."""')
        yield from self._calls()

    def _name_layers(self) -> dict[NodeId, str]:
        """Choose the attribute of each layer, by the first node that calls it."""
        identifiers = Identifiers(MODEL_NAMES)
        return {
            owner: identifiers.take(self._graph.nodes[owner].name)
            for owner in dict.fromkeys(map(self._graph.layer_of, self._written))
            if self._is_layer(self._graph.nodes[owner])
        }

    def _is_layer(self, node: Node) -> bool:
        return node.class_name != INPUT and not is_operation(node, self._catalog)

    def _takes_training(self) -> bool:
        return any(heeds_training(self._graph.nodes[key], self._catalog) for key in self._written)

    def _layers(self) -> Iterator[Statement]:
        made: set[NodeId] = set()
        for key in self._written:
            owner = self._graph.layer_of(key)
            if owner in self._attributes and owner not in made:
                made.add(owner)
                layer = led(
                    f"self.{self._attributes[owner]} = ", self._make(self._graph.nodes[key])
                )
                yield Statement(lines(layer, _DEPTH), key)
        if len(self._wanted.output_names) > 1:
            names = listing(map(text, self._wanted.output_names))
            yield Statement(lines(led("self.output_names = ", names), _DEPTH))

    def _building(self) -> Iterator[Statement]:
        """Yield the lines that call the layers on a ``keras.Input`` for each input."""
        inputs = self._inputs()
        for key, variable in inputs.items():
            entry = led(f"{variable} = ", self._make(self._graph.nodes[key]))
            yield Statement(lines(entry, _DEPTH), key)
        made = {self._graph.nodes[key].class_name for key in self._written}
        custom = self._catalog.custom
        own = {name for name in custom if makes_weights(needed((name,), custom))}
        drawn = sorted(made & (DRAWN_WHEN_BUILT | own))
        yield from (plain(_OTHER_START.format(name=name)) for name in drawn)
        if inputs:
            given = one_or_list(tuple(inputs.values()))
            yield Statement(lines(call("self.call", [given]), _DEPTH))

    def _inputs(self) -> dict[NodeId, str]:
        return {
            key: self._tensors.targets[key]
            for key in self._report.inputs
            if key in self._tensors.targets
        }

    def _calls(self) -> Iterator[Statement]:
        inputs = self._inputs()
        if len(inputs) > 1:
            yield plain(f"{_MARGIN}{', '.join(inputs.values())} = inputs")
        for key, dtype in self._wanted.converted.items():
            name = inputs.get(key)
            if name is not None:
                converted = call("ops.convert_to_tensor", [name, f"dtype={text(dtype)}"])
                yield Statement(lines(led(f"{name} = ", converted), _DEPTH))
        for key in self._report.order:
            node = self._graph.nodes[key]
            if key in self._waiting:
                yield Statement((_MARGIN + waiting_comment(node, self._waiting[key]),), key)
            elif key not in inputs:
                code = lines(led(self._target(key), self._called(node)), _DEPTH)
                yield Statement(with_shape(code, node, self._report), key)
        yield from self._returned()

    def _target(self, key: NodeId) -> str:
        return "return " if self._ends_with(key) else f"{self._tensors.targets[key]} = "

    def _ends_with(self, key: NodeId) -> bool:
        """Tell whether a node's single tensor is all that the network gives, at its very end."""
        return [key] == self._written[-1:] and self._tensors.targets[key] == "outputs"

    def _called(self, node: Node) -> Bracketed:
        given = tensors_given(self._graph, node, self._catalog, self._tensors)
        if is_operation(node, self._catalog):
            return operation_call(node, given, self._catalog)
        told = (_TRAINING,) if heeds_training(node, self._catalog) else ()
        return call(f"self.{self._attributes[self._graph.layer_of(node.id)]}", [*given, *told])

    def _returned(self) -> Iterator[Statement]:
        outputs = variables(self._report.outputs, self._tensors)
        if not outputs or not self._inputs():
            yield plain(f"{_MARGIN}# The network has no input or no output yet.")
        elif not self._ends_with(self._written[-1]):
            returned = one_or_list(outputs)
            yield Statement(lines(led("return ", returned), _DEPTH))

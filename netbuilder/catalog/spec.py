"""What the catalogue says about a Keras class and its parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from netbuilder.catalog.arguments import Arguments
from netbuilder.catalog.custom import CustomCode
from netbuilder.graph.values import Params, Value


class Family(StrEnum):
    """The kinds of Keras objects that the catalogue lists; the value is its file's name."""

    LAYER = "layers"
    CELL = "cells"  # what RNN holds; layers that no canvas has
    OPERATION = "operations"  # functions of keras.ops, placed like layers
    LOSS = "losses"
    METRIC = "metrics"
    OPTIMIZER = "optimizers"
    SCHEDULE = "schedules"
    CALLBACK = "callbacks"
    FUNCTION = "functions"  # of the project's own, for callbacks to call; Keras has none
    INITIALIZER = "initializers"
    REGULARIZER = "regularizers"
    CONSTRAINT = "constraints"
    ACTIVATION = "activations"


class Kind(StrEnum):
    """What a parameter takes, and so which editor it gets."""

    INT = "int"
    FLOAT = "float"
    BOOL = "bool"
    TEXT = "text"
    CHOICE = "choice"  # one of `choices`
    SIZE = "size"  # one whole number, or one for each of `length` axes
    SHAPE = "shape"  # a tuple of whole numbers, None where unknown
    NUMBERS = "numbers"  # a list of numbers
    TEXTS = "texts"  # a list of words
    RANGE = "range"  # a number or a pair (lower, upper)
    DTYPE = "dtype"
    LAYER = "layer"  # a Config of another layer
    OBJECT = "object"  # a name or Config of a class of `family`: activation, initializer ...
    OBJECTS = "objects"  # several of them
    JSON = "json"  # anything else; edited as JSON text


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter of a class.

    Attributes:
        name: As in Keras's signature.
        kind: What it takes.
        required: It has no default.
        default: Its default (None where required).
        optional: None is allowed.
        choices: The values allowed for ``CHOICE``.
        minimum: The least number allowed, itself included.
        maximum: The largest number allowed, itself included.
        length: For ``SIZE``: the number of axes. For ``NUMBERS``: how many numbers there
            must be, None for any number of them (``value_range`` takes 2).
        family: For ``OBJECT`` and ``OBJECTS``: what it is one of.
        doc: Keras's explanation, as plain text.
        advanced: Seldom needed; shown folded away.
        fixed: Settled when the layer was made; no editor changes it.
        called: It is an argument of the layer's call and not of its making.
    """

    name: str
    kind: Kind
    required: bool = False
    default: Value = None
    optional: bool = False
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    length: int | None = None
    family: Family | None = None
    doc: str = ""
    advanced: bool = False
    fixed: bool = False
    called: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassSpec:
    """A class (for activations: a function) of Keras's public interface.

    Attributes:
        name: Its public name, unique within its family.
        module: Where it is public: ``"keras.layers"``.
        summary: What it does, in one sentence.
        doc: Keras's explanation, as plain text, without the parameters.
        params: Its parameters; the telling ones first.
        starting: Values that a newly chosen one starts with; all required parameters of
            Keras's own are among them, but for functions of the project's.
        custom: The code that defines it, if it is none of Keras's own.
        fault: Why that code cannot be used, in one sentence; empty if it can.
        is_function: It is used by its bare name, as only custom code may be.
    """

    name: str
    module: str
    summary: str = ""
    doc: str = ""
    params: tuple[Param, ...] = ()
    starting: tuple[tuple[str, Value], ...] = ()
    custom: CustomCode | None = None
    fault: str = ""
    is_function: bool = False

    def param(self, name: str) -> Param | None:
        """Return the parameter called ``name``, or None."""
        return next((param for param in self.params if param.name == name), None)


@dataclass(frozen=True, slots=True)
class Ports:
    """How many wires a layer takes.

    Attributes:
        minimum: The fewest.
        maximum: The most; None for any number (merging layers).
        names: One name for each port when the ports differ: query, value, key.
        alone: One wire comes as it is; only several come as a list (``Identity``). A layer with
            a single port is given several only by a file.
        later: The argument that takes, in a list, the wires at the ports behind the minimum.
            Such ports show only once they have wires: the first states of an ``LSTM``.
        masks: The arguments that take a mask each, at the ports behind all others. Such ports
            show only once they have wires, and any of them may be left out.
    """

    minimum: int = 1
    maximum: int | None = 1
    names: tuple[str, ...] = ()
    alone: bool = False
    later: str = ""
    masks: tuple[str, ...] = ()

    @property
    def joining(self) -> bool:
        """Whether the layer is there to make one of any number of wires."""
        return self.maximum is None and not self.alone

    def shown(self, wired: int) -> int:
        """Return how many ports with names stand on the canvas.

        Args:
            wired: The number of the last port that has a wire, counted from 1; 0 for none.
        """
        named = 0 if self.later else len(self.names)
        return max(self.minimum, named, wired)

    @property
    def mask_ports(self) -> range:
        """The numbers of the ports that take a mask each."""
        first = self.maximum or 0
        return range(first, first + len(self.masks))

    def mask_at(self, port: int) -> str:
        """Return the argument that takes the mask at a port; empty for all other ports."""
        ports = self.mask_ports
        return self.masks[port - ports.start] if port in ports else ""

    def port_of(self, mask: str) -> int:
        """Return the number of the port of a mask, by the argument that takes it."""
        return self.mask_ports[self.masks.index(mask)]

    def title(self, port: int) -> str:
        """Return what a port is called; empty where ports have no names."""
        return self.mask_at(port) or (self.names[port] if port < len(self.names) else "")

    def takes_list(self, count: int) -> bool:
        """Tell whether so many wires come in a list, and not each as an argument."""
        return not self.later and (count > 1 if self.alone else self.maximum != 1)


LISTED_MASKS = frozenset(("AdditiveAttention", "Attention"))
"""Layers whose argument ``mask`` is a list of their masks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerSpec(ClassSpec):
    """A layer that can be placed on the canvas.

    Attributes:
        category: One of :data:`CATEGORIES`, or "model" for submodels.
        ports: The wires that it takes.
        telling: Names of the parameters that a node shows on its second line.
        synonyms: Other words under which a search finds it.
        placeable: The palette offers it. The others come only with imported networks.
        training: Its call takes ``training``, for it works otherwise then: Dropout.
    """

    category: str
    ports: Ports = field(default_factory=Ports)
    telling: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    placeable: bool = True
    training: bool = False


CATEGORIES = (
    "input",
    "core",
    "convolution",
    "pooling",
    "recurrent",
    "attention",
    "normalization",
    "regularization",
    "reshaping",
    "merging",
    "preprocessing",
    "activation",
    "operation",
    "custom",
)


def arguments_of(spec: ClassSpec, params: Params) -> Arguments:
    """Return all parameters of a class: those that were set, and the defaults of the rest."""
    values: dict[str, Value] = {param.name: param.default for param in spec.params}
    return Arguments({**values, **params})

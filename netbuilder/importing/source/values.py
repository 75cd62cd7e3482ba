"""What the names of a script stand for while it is read.

Numbers, words, tuples, lists and dicts stand for themselves. Everything of Keras's is one of
the classes below, and what cannot be known before the script runs is :class:`Unknown`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from netbuilder.catalog import tensors
from netbuilder.catalog.spec import LayerSpec
from netbuilder.graph import EMPTY, Params
from netbuilder.importing.source.scope import Scope


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that is not known before the script runs.

    Attributes:
        line: Where it came up first.
        what: The code that it came from, cut short.
    """

    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Named:
    """A module, class or function of a library: ``"keras.layers.Dense"``."""

    path: str

    @property
    def last(self) -> str:
        """The part behind the last dot."""
        return self.path.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Made:
    """A Keras object that is no layer, such as an optimizer.

    Attributes:
        area: The module of Keras that its class is in: ``"optimizers"``.
        class_name: Its class or function.
        config: What it was made with, by name.
        line: Where.
    """

    area: str
    class_name: str
    config: Mapping[str, object]
    line: int


@dataclass(eq=False)
class Layer:
    """A layer, or a function of ``keras.ops`` that was called once.

    Attributes:
        class_name: As a config of Keras 3 names its class.
        name: Its name.
        config: What it was made with, as in a config of Keras 3.
        module: The module that a config names.
        line: Where it was made.
        spec: Its class in the catalogue, or None.
        params: Its parameters.
        network: For a model that is used as a layer: what it holds.
        instance: The object of the script's own class that it stands for, or None.
        shape: What a first layer of a Sequential says of its input: the batch axis too.
        dtype: The dtype of that input, or None.
        body: For a Lambda: the function that it applies.
        application: For a ready-made network: how it was made, if a node can say all of that.
        calls: Its calls, in order.
    """

    class_name: str
    name: str
    config: dict[str, object]
    module: str
    line: int
    spec: LayerSpec | None = None
    params: Params = EMPTY
    network: Network | None = None
    instance: Instance | None = None
    shape: tuple[object, ...] | None = None
    dtype: str | None = None
    body: object = None
    application: Params | None = None
    calls: list[Call] = field(default_factory=list)


@dataclass(eq=False)
class Call:
    """One call of a layer.

    Attributes:
        layer: What is called.
        number: The call's place among all calls of the script.
        args: What it is called with; symbolic tensors among plain values.
        kwargs: The same, by name.
        outputs: What it gives: a tensor, or a list or dict of them.
    """

    layer: Layer
    number: int
    args: tuple[object, ...] = ()
    kwargs: Mapping[str, object] = field(default_factory=dict)
    outputs: object = None


@dataclass(eq=False, slots=True)
class Tensor:
    """A symbolic tensor: an output of a call.

    Attributes:
        call: What gives it.
        port: Which of the call's outputs it is.
        known: Its shape and dtype, if they are known.
    """

    call: Call
    port: int = 0
    known: tensors.Tensor | None = None


@dataclass(eq=False)
class Network:
    """A model.

    Attributes:
        layer: The model as a layer of others: it holds its name.
        chain: For a Sequential: its layers, an InputLayer perhaps first.
        inputs: For all others: what it was made with, tensors in tuples, lists or dicts.
        outputs: The same.
        compiled: What ``compile`` was given.
        fitted: What ``fit`` was given.
        phases: Each time that it was fitted.
        input_shape: The shape of its input, batch axis included, if it was told later; for
            several inputs such shapes in lists or dicts.
        traced: For a Sequential: how many of its layers its inputs and outputs lead through.
    """

    layer: Layer
    chain: list[Layer] = field(default_factory=list)
    inputs: object = None
    outputs: object = None
    compiled: Arguments | None = None
    fitted: Arguments | None = None
    phases: list[Phase] = field(default_factory=list)
    input_shape: object = None
    traced: int = 0

    @property
    def is_chain(self) -> bool:
        """Whether it is a Sequential."""
        return self.layer.class_name == "Sequential"


@dataclass(eq=False)
class Arguments:
    """What something is called with.

    Attributes:
        line: The line of the call.
        args: The arguments without names.
        kwargs: The others.
    """

    line: int
    args: tuple[object, ...] = ()
    kwargs: dict[str, object] = field(default_factory=dict)

    def get(self, name: str, place: int, default: object = None) -> object:
        """Return an argument by its name or its place."""
        if name in self.kwargs:
            return self.kwargs[name]
        return self.args[place] if place < len(self.args) else default

    def everything(self) -> tuple[object, ...]:
        """Return all values."""
        return (*self.args, *self.kwargs.values())


@dataclass(frozen=True, slots=True)
class ReadyMade:
    """A network of ``keras.applications`` that a script asks for.

    Attributes:
        layer: The network as a layer.
        name: The function that makes it.
        weights: What it is said to start with; "" for random weights.
    """

    layer: Layer
    name: str
    weights: str


@dataclass(frozen=True, slots=True)
class Phase:
    """What a model is like while it is fitted.

    Attributes:
        compiled: What ``compile`` was given.
        fitted: What ``fit`` was given.
        frozen: The layers that do not learn.
    """

    compiled: Arguments | None
    fitted: Arguments
    frozen: tuple[Layer, ...]


PROPERTY = "property"
STATIC = "staticmethod"
OF_CLASS = "classmethod"


@dataclass(eq=False)
class Function:
    """A function, method or lambda of the script.

    Attributes:
        name: What it is called; "" for a lambda.
        node: Its code.
        scope: Where it was defined.
        defaults: The defaults of its last parameters.
        named_defaults: Those of parameters that go by name only.
        yields: It is a generator, which is not followed.
        role: What it is to its class: :data:`PROPERTY`, :data:`STATIC`, :data:`OF_CLASS`, or ""
            for a usual method.
    """

    name: str
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    scope: Scope
    defaults: tuple[object, ...] = ()
    named_defaults: Mapping[str, object] = field(default_factory=dict)
    yields: bool = False
    role: str = ""


@dataclass(eq=False)
class ScriptClass:
    """A class of the script.

    Attributes:
        name: What it is called.
        bases: What it derives from.
        members: Its methods and whatever else its body defines.
        line: Where it stands.
        is_registered: It has the decorator that lets Keras load it again.
        fields: For a dataclass or named tuple: what it takes, by place.
    """

    name: str
    bases: tuple[object, ...]
    members: Mapping[str, object]
    line: int
    is_registered: bool = False
    fields: tuple[str, ...] = ()


@dataclass(eq=False)
class Instance:
    """An object of a class of the script.

    Attributes:
        of: Its class.
        made_with: What it was made with.
        settings: The same by name, for a layer, as far as a config can hold it.
        attributes: What was set on it.
        name: Its name in Keras.
        layer: It as a layer; its network is known once it was called with symbolic tensors.
        facts: For a model: what was done with it, such as ``compile``.
    """

    of: ScriptClass
    made_with: Arguments
    settings: dict[str, object] = field(default_factory=dict)
    attributes: dict[str, object] = field(default_factory=dict)
    name: str = ""
    layer: Layer | None = None
    facts: Network | None = None


@dataclass(eq=False)
class Partial:
    """A function with some of its arguments, as ``functools.partial`` makes it."""

    function: object
    arguments: Arguments


@dataclass(frozen=True, slots=True)
class Method:
    """A method of an object that is about to be called."""

    owner: object
    name: str


@dataclass(frozen=True, slots=True)
class Super:
    """What ``super()`` gives in a method.

    Attributes:
        instance: The object.
        of: The class whose method it is.
    """

    instance: Instance
    of: ScriptClass


@dataclass(frozen=True, slots=True)
class Array:
    """Data of which at most the shape is known; None for a size that is not."""

    shape: tuple[int | None, ...] | None = None


Apply = Callable[[object, Arguments], object]
"""Calls a value with arguments."""


def tensors_in(value: object) -> Iterator[Tensor]:
    """Yield the symbolic tensors in a value, in the order in which Keras flattens it."""
    match value:
        case Tensor():
            yield value
        case tuple() | list():
            for part in value:
                yield from tensors_in(part)
        case dict():
            for name in sorted(value, key=str):
                yield from tensors_in(value[name])


def unknown_in(value: object) -> Unknown | None:
    """Return the first unknown thing in a value, or None."""
    match value:
        case Unknown():
            return value
        case tuple() | list():
            parts = list(value)
        case dict():
            parts = list(value.values())
        case _:
            return None
    return next((found for part in parts if (found := unknown_in(part))), None)

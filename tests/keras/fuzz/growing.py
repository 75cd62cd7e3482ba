"""Grows random networks out of real Keras layers, one symbolic call at a time.

The class to place next is drawn evenly from all of ``keras.layers``; it is called on random
tensors of the network so far, or on a new input. What Keras refuses is tried again and then
given up, so that most networks are valid; a network's own faults come from
:mod:`tests.keras.fuzz.mutating`.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import keras
from keras.src import backend, tree

from tests.keras.fuzz.operating import FITTING, OPERATIONS
from tests.keras.fuzz.values import MERGING, random_params

LEFT_OUT = frozenset(
    (
        *("InputSpec", "Layer", "Wrapper", "InputLayer"),
        *("JaxLayer", "FlaxLayer", "TorchModuleWrapper", "TFSMLayer", "Lambda"),
        *("LSTMCell", "GRUCell", "SimpleRNNCell", "StackedRNNCells"),
    )
)
"""Classes that are abstract, run foreign code, or cannot stand in a network by themselves."""


def _is_alias(name: str, target: type) -> bool:
    return target.__name__ != name and hasattr(keras.layers, target.__name__)


CLASSES: Mapping[str, type] = {
    name: target
    for name, target in sorted(inspect.getmembers(keras.layers, inspect.isclass))
    if name not in LEFT_OUT and not _is_alias(name, target)
}

_LISTS = frozenset(MERGING)
_SPREAD = frozenset(("MultiHeadAttention", "GroupQueryAttention"))
_PAIRS = frozenset(("Dot", "Subtract", "HashedCrossing", "Attention", "AdditiveAttention"))
_CELLS = ("LSTMCell", "GRUCell", "SimpleRNNCell")
_RECURRENT = ("LSTM", "GRU", "SimpleRNN")
_HELD = ("Dense", "Conv1D", "Flatten", "Activation", "LayerNormalization", "LSTM", "Dropout")
_KERNELS = ("Dense", "Conv1D", "Conv2D", "Embedding", "EinsumDense")

_SIZES = (1, 2, 3, 4, 5, 6, 8)
_SERIES = ((5, 4), (8, 3), (None, 4), (6, 1), (12, 2))
_IMAGES = ((8, 8, 3), (9, 7, 1), (12, 12, 4), (None, None, 3), (8, None, 2), (4, 4, 3))
_VOLUMES = ((4, 5, 6, 2), (6, 6, 6, 1), (5, 4, 4, 4))
_SLOW = ("RandAugment", "AugMix", "ContrastLimitedAdaptiveHistogramEqualization", "Equalization")
_COSTLY = re.compile(r"\.rnn\.|image_preprocessing")
_TRIES = 4
_CAREFUL = 0.95  # of the calls are traced, so that few valid networks have late faults


def _weight(name: str) -> float:
    """Return how often a class is drawn: what takes Keras a second less often than the others."""
    if name in _SLOW:
        return 0.3
    return 0.5 if _COSTLY.search(CLASSES[name].__module__) else 1.0


_WEIGHTS = tuple(map(_weight, CLASSES))

STAND_INS = ("Equalization",)
"""Layers that give back their very input, which Keras cannot tell from it while a model grows."""


def grow(random: Random, depth: int = 0) -> Any:
    """Return a random model; one of ``depth`` 0 may hold others.

    An ``Identity`` called ``Equalization_7`` stands for a layer of :data:`STAND_INS`.
    """
    while True:
        try:
            return _Network(random, depth).model()
        except (ValueError, AttributeError):  # nothing between inputs and outputs
            continue


class _Network:
    """A network that grows."""

    def __init__(self, random: Random, depth: int) -> None:
        self._random = random
        self._depth = depth
        self._inputs: list[Any] = []
        self._tensors: list[Any] = []
        self._used: set[int] = set()
        self._callables: list[Any] = []

    def model(self) -> Any:
        """Grow and return the whole model."""
        if self._random.random() < 0.25:
            return self._sequential()
        for _ in range(self._random.choice((1, 1, 1, 2, 3))):
            self._new_input(self._any_shape())
        for _ in range(self._random.choice((1, 2, 3, 4, 5, 6))):
            self._step()
        return keras.Model(self._some_inputs(), self._outputs())

    def _sequential(self) -> Any:
        name = self._any_class()
        while name in _LISTS | _SPREAD:
            name = self._any_class()
        start = self._new_input(*self._input_for(name))
        layers = []
        tensor = start
        for number in range(self._random.choice((1, 2, 3, 4, 5))):
            layer, called = self._called_on(name if number == 0 else None, tensor)
            if layer is None:
                continue
            layers.append(layer)
            tensor = called
        return keras.Sequential([start._keras_history.operation, *layers])

    def _called_on(self, name: str | None, tensor: Any) -> tuple[Any, Any]:
        """Return a layer that takes a tensor and gives one, with what it gives."""
        for _ in range(3 * _TRIES):
            layer = self._layer(name or self._any_class())
            if layer is None or type(layer).__name__ in _LISTS | _SPREAD:
                continue
            outputs = _try(layer, tensor, really=self._random.random() < _CAREFUL)
            if outputs is not None and len(tree.flatten(outputs)) == 1:
                return layer, outputs
        return None, None

    def _any_class(self) -> str:
        return self._random.choices(tuple(CLASSES), _WEIGHTS)[0]

    def _step(self) -> None:
        chance = self._random.random()
        if chance < 0.1 and self._callables:
            self._share()
        elif chance < 0.2 and self._depth == 0:
            self._nest()
        elif chance < 0.45:
            self._operate()
        else:
            self._place(self._any_class())

    def _operate(self) -> None:
        """Place an operation of ``keras.ops``."""
        name = self._random.choice(tuple(OPERATIONS))
        operation = OPERATIONS[name]
        for attempt in range(_TRIES):
            group = self._group(self._random.choice(self._tensors), "Add")
            if attempt >= 2:
                shapes = FITTING.get(name, ((self._any_shape(),),))
                group = [self._new_input(shape) for shape in self._random.choice(shapes)]
            seed = self._random.random()
            if self._keep(lambda *given, seed=seed: operation(Random(seed), given), group):
                return

    def _share(self) -> None:
        """Call a layer once more, on another tensor."""
        layer = self._random.choice(self._callables)
        self._keep(layer, self._arguments(type(layer).__name__))

    def _nest(self) -> None:
        """Put a model into this one, on tensors of the very shapes that it takes."""
        inner = grow(self._random, self._depth + 1)
        taken = [self._fitting(tensor) for tensor in inner.inputs]
        if self._keep(inner, taken[:1] if len(taken) == 1 else [taken]):
            self._callables.append(inner)

    def _fitting(self, wanted: Any) -> Any:
        fits = [
            tensor
            for tensor in self._tensors
            if tensor.shape == wanted.shape and tensor.dtype == wanted.dtype
        ]
        return (
            self._random.choice(fits) if fits else self._new_input(wanted.shape[1:], wanted.dtype)
        )

    def _place(self, name: str) -> None:
        """Place a layer of a class: on what is there, or else on an input of its own."""
        for attempt in range(_TRIES):
            layer = self._layer(name)
            if layer is None:
                continue
            make = self._arguments_from_inputs if attempt >= 2 else self._arguments
            arguments = make(name)
            if self._keep(layer, arguments):
                self._callables.append(layer)
                return

    def _keep(self, layer: Any, arguments: Sequence[Any]) -> bool:
        outputs = _try(layer, *arguments, really=self._random.random() < _CAREFUL)
        if outputs is None:
            return False
        self._used |= {id(tensor) for tensor in tree.flatten(arguments)}
        self._tensors += tree.flatten(outputs)
        return True

    def _arguments(self, name: str) -> list[Any]:
        if name not in _LISTS | _SPREAD:
            return [self._random.choice(self._tensors)]
        return self._packed(name, self._group(self._random.choice(self._tensors), name))

    def _group(self, first: Any, name: str) -> list[Any]:
        """Return a tensor and others that are likely to go with it."""
        alike = [tensor for tensor in self._tensors if len(tensor.shape) == len(first.shape)]
        count = 2 if name in _PAIRS | _SPREAD else self._random.choice((1, 2, 2, 3))
        same = [tensor for tensor in alike if tensor.shape == first.shape]
        pool = same if self._random.random() < 0.7 else alike
        return [first, *(self._random.choice(pool) for _ in range(count - 1))]

    def _arguments_from_inputs(self, name: str) -> list[Any]:
        shape, dtype = self._input_for(name)
        if name not in _LISTS | _SPREAD:
            return [self._new_input(shape, dtype)]
        count = 2 if name in _PAIRS | _SPREAD else self._random.choice((2, 3))
        return self._packed(name, [self._new_input(shape, dtype) for _ in range(count)])

    def _packed(self, name: str, group: list[Any]) -> list[Any]:
        return group if name in _SPREAD else [group]

    def _layer(self, name: str) -> Any:
        """Return a layer with random parameters, or None if Keras refuses them."""
        try:
            target = getattr(keras.layers, name)
            if name in ("TimeDistributed", "Bidirectional", "SpectralNormalization"):
                return target(self._held(name), **self._few(name, target))
            if name in STAND_INS:
                return keras.layers.Identity(name=f"{name}_{len(self._tensors)}")
            if name == "RNN":
                return target(self._cells(), **self._few(name, target))
            if name == "Pipeline":
                return target([self._layer(self._random.choice(("Rescaling", "Resizing")))])
            return target(**random_params(name, target, self._random))
        except (ValueError, TypeError, LookupError, AttributeError):
            return None

    def _few(self, name: str, target: type) -> dict[str, Any]:
        """Return the parameters of a class that holds others, without those that it holds."""
        return random_params(name, target, self._random, ("layer", "cell", "backward_layer"))

    def _held(self, name: str) -> Any:
        kinds = {"Bidirectional": _RECURRENT, "SpectralNormalization": _KERNELS}
        return self._layer(self._random.choice(kinds.get(name, _HELD)))

    def _cells(self) -> Any:
        count = self._random.choice((1, 1, 2, 3))
        cells = [self._layer(self._random.choice(_CELLS)) for _ in range(count)]
        return cells[0] if count == 1 else keras.layers.StackedRNNCells(cells)

    def _new_input(self, shape: Sequence[int | None], dtype: str = "float32") -> Any:
        batch = self._random.choice((None,) * 12 + (2,)) if self._depth == 0 else None
        tensor = keras.Input(batch_shape=(batch, *shape), dtype=dtype)
        self._inputs.append(tensor)
        self._tensors.append(tensor)
        return tensor

    def _any_shape(self) -> Sequence[int | None]:
        kinds = (
            (self._random.choice(_SIZES),),
            self._random.choice(_SERIES),
            self._random.choice(_IMAGES),
            self._random.choice(_IMAGES),
            self._random.choice(_VOLUMES),
        )
        return self._random.choice(kinds)

    def _input_for(self, name: str) -> tuple[Sequence[int | None], str]:
        """Return the shape and dtype of an input that a class is likely to take."""
        if name in ("StringLookup", "TextVectorization"):
            return self._random.choice(((), (1,), (3,))), "string"
        if name in ("IntegerLookup", "CategoryEncoding", "Embedding", "Hashing", "HashedCrossing"):
            return self._random.choice(((1,), (4,), ())), "int32"
        if name == "MaxNumBoundingBoxes":
            return (4,), "float32"
        if name in ("STFTSpectrogram", "MelSpectrogram"):
            return self._random.choice(((64,), (40,), (64, 1))), "float32"
        if name.startswith("ConvLSTM"):
            return (3, *self._random.choice(self._spatial(name))), "float32"
        if re.search(r"[123]D", name) or "images" in str(CLASSES[name].__module__):
            return self._random.choice(self._spatial(name)), "float32"
        if "image_preprocessing" in CLASSES[name].__module__ or name == "Pipeline":
            return self._random.choice(_IMAGES), "float32"
        if ".rnn." in CLASSES[name].__module__ or "ttention" in name or name == "Permute":
            return self._random.choice(_SERIES), "float32"
        return self._any_shape(), "float32"

    def _spatial(self, name: str) -> Sequence[Sequence[int | None]]:
        return _VOLUMES if "3D" in name else _IMAGES if "2D" in name else _SERIES

    def _some_inputs(self) -> list[Any]:
        """Return the inputs, most unused ones left out."""
        used = [
            tensor
            for tensor in self._inputs
            if id(tensor) in self._used or self._random.random() < 0.03
        ]
        return used or self._inputs

    def _outputs(self) -> list[Any]:
        """Return what nothing uses, and now and then something in the middle too."""
        inputs = {id(tensor) for tensor in self._inputs}
        made = [tensor for tensor in self._tensors if id(tensor) not in inputs]
        ends = [tensor for tensor in made if id(tensor) not in self._used]
        if made and self._random.random() < 0.1:
            ends.append(self._random.choice(made))
        return ends or self._some_inputs()


def _try(layer: Any, *arguments: Any, really: bool) -> Any:
    """Return what a symbolic call gives, or None if Keras refuses it.

    Args:
        layer: A layer or a model.
        arguments: What it is called on.
        really: Its calculation is traced too, and not only its formula for shapes asked.
    """
    try:
        outputs = layer(*arguments)
        if really and not isinstance(layer, keras.Model):
            backend.compute_output_spec(layer, *arguments)
    except Exception:  # whatever Keras raises is its way to refuse
        return None
    given = {id(tensor) for tensor in tree.flatten(arguments)}
    new = [id(tensor) not in given for tensor in tree.flatten(outputs)]
    return outputs if all(new) else None

"""Makes layers out of what a script calls a layer's class with."""

from __future__ import annotations

from netbuilder.catalog import tensors
from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.signatures import positional_names
from netbuilder.catalog.spec import Family, LayerSpec
from netbuilder.graph import EMPTY, Params
from netbuilder.i18n import tr
from netbuilder.importing.errors import ConfigError
from netbuilder.importing.legacy.arguments import FORGOTTEN, upgrade_layer
from netbuilder.importing.legacy.classes import OLD_ORDER, current_class
from netbuilder.importing.legacy.shapes import input_shape
from netbuilder.importing.source.configs import NotWritableError, as_config, bound
from netbuilder.importing.source.limits import STEPS_A_LAYER
from netbuilder.importing.source.session import Session
from netbuilder.importing.source.values import (
    Arguments,
    Call,
    Layer,
    Network,
    Tensor,
    Unknown,
    tensors_in,
)
from netbuilder.importing.values import read_params

KERAS_LAYERS = "keras.layers"
INPUT = "InputLayer"


class Layers:
    """Makes the layers of one script."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def make(self, class_name: str, arguments: Arguments, module: str = KERAS_LAYERS) -> Layer:
        """Return a new layer.

        Args:
            class_name: Its class, perhaps under an old name.
            arguments: What the class is called with.
            module: Where the class is from; of other modules than Keras's all is kept.
        """
        self._session.budget.step(arguments.line, STEPS_A_LAYER)
        old_order = OLD_ORDER.get(class_name, ())
        current = current_class(class_name)
        if not (len(arguments.args) > 2 and old_order and _are_whole(arguments.args)):
            spelled = "Dense" if class_name == "TimeDistributedDense" else current
            old_order = _order_of(spelled)
        given = self._plain(class_name, bound(old_order, arguments), arguments)
        name, trainable = given.pop("name", None), given.pop("trainable", True)
        if module == KERAS_LAYERS:
            shape = input_shape(current, given)
            current, config = upgrade_layer(class_name, given)
        else:
            shape, config = None, {k: v for k, v in given.items() if k not in FORGOTTEN}
        if current == "RNN" and isinstance(config.get("cell"), list):  # as Keras's RNN does
            config["cell"] = _object("StackedRNNCells", {"cells": config["cell"]})
        if trainable is False:
            config["trainable"] = False
        spec = load_catalog().layers.get(current) if module == KERAS_LAYERS else None
        layer = Layer(current, "", config, module, arguments.line, spec, shape=shape)
        layer.params = self._params(spec, layer)
        layer.name = self._name(layer, name)
        config["name"] = layer.name
        self._session.made += 1
        return layer

    def input(self, arguments: Arguments, names: tuple[str, ...]) -> Layer:
        """Return the InputLayer that ``keras.Input(...)`` makes."""
        given = self._plain(INPUT, bound(names, arguments), arguments)
        shape = given.get("shape", given.get("input_shape"))
        whole = given.get("batch_shape", given.get("batch_input_shape"))
        if not isinstance(whole, list) and shape is not None:
            sizes = shape if isinstance(shape, list) else [shape]
            whole = [given.get("batch_size"), *sizes]
        return self.entry(whole, arguments.line, given.get("dtype"), given.get("name"))

    def entry(self, shape: object, line: int, dtype: object = None, name: object = None) -> Layer:
        """Return an InputLayer for a shape with the batch axis; None where it is not known."""
        config: dict[str, object] = {}
        if isinstance(shape, (list, tuple)):
            config["batch_shape"] = list(shape)
        if isinstance(dtype, str):
            config["dtype"] = dtype
        spec = load_catalog().layers[INPUT]
        layer = Layer(INPUT, "", config, KERAS_LAYERS, line, spec)
        layer.shape = tuple(shape) if isinstance(shape, (list, tuple)) else None
        layer.dtype = dtype if isinstance(dtype, str) else None
        layer.name = self._name(layer, name)
        config["name"] = layer.name
        self._session.made += 1
        return layer

    def entries(self, shapes: object, line: int, name: object = None) -> object:
        """Return the tensor of a new InputLayer for a shape, or several in lists or dicts.

        Args:
            shapes: A tuple with the batch axis, or None where it is not known; or such in lists
                or dicts.
            line: Where the script needs them.
            name: What they are called, or None.
        """
        match shapes:
            case list():
                return [self.entries(part, line) for part in shapes]
            case dict():
                return {key: self.entries(part, line, key) for key, part in shapes.items()}
            case _:
                return self.entry_tensor(self.entry(shapes, line, name=name))

    def entry_tensor(self, layer: Layer) -> Tensor:
        """Return the tensor that an InputLayer gives."""
        if not layer.calls:
            call = Call(layer, self._session.next_call(layer.line))
            call.outputs = Tensor(call, 0, known_entry(layer))
            layer.calls.append(call)
        return next(tensors_in(layer.calls[0].outputs))

    def _name(self, layer: Layer, given: object) -> str:
        name = given if isinstance(given, str) and given else None
        if layer.spec is None:
            return self._session.names.take_class(layer.class_name, name)
        names = self._session.entry_names if layer.class_name == INPUT else self._session.names
        return names.take(layer.spec, layer.params, name)

    def _plain(
        self, class_name: str, given: dict[str, object], arguments: Arguments
    ) -> dict[str, object]:
        """Return the arguments that configs can hold; a note says which were left out."""
        plain: dict[str, object] = {}
        for name, value in given.items():
            try:
                plain[name] = as_config(value)
            except NotWritableError as error:
                plain |= self._left_out(class_name, name, value, error, arguments.line)
        return plain

    def _left_out(
        self, class_name: str, name: str, value: object, error: NotWritableError, line: int
    ) -> dict[str, object]:
        what = error.value
        code = what.what if isinstance(what, Unknown) else name
        if isinstance(value, (tuple, list)) and "shape" in name:
            self._session.notes.add(
                tr(
                    "The size {code} is not known before the script runs; it is left open.",
                    code=code,
                ),
                line,
            )
            return {name: [part if isinstance(part, int) else None for part in value]}
        if _is_model(what):
            self._session.notes.add(
                tr(
                    "{class_name}: {name} is left out, because a layer cannot hold a whole model "
                    "here.",
                    class_name=class_name,
                    name=name,
                ),
                line,
            )
            return {}
        self._session.notes.add(
            tr(
                "{class_name}: {name} is left out, because {code} is not known before the "
                "script runs.",
                class_name=class_name,
                name=name,
                code=code,
            ),
            line,
        )
        return {}

    def _params(self, spec: LayerSpec | None, layer: Layer) -> Params:
        try:
            return read_params(spec, layer.config, as_written=True)
        except ConfigError as error:
            self._session.notes.add(str(error), layer.line)
            return EMPTY


def _object(class_name: str, config: dict[str, object]) -> dict[str, object]:
    return {"module": KERAS_LAYERS, "class_name": class_name, "config": config}


def _is_model(value: object) -> bool:
    whole = isinstance(value, Layer) and value.network is not None
    return whole or isinstance(value, Network)


def _order_of(class_name: str) -> tuple[str, ...]:
    """Return the arguments of a layer's or cell's class in their order."""
    spec = load_catalog().layers.get(class_name)
    return (
        positional_names(Family.LAYER, class_name)
        or positional_names(Family.CELL, class_name)
        or tuple(param.name for param in (spec.params if spec else ()))
    )


def known_entry(layer: Layer) -> tensors.Tensor | None:
    """Return what an InputLayer gives, as far as its shape is known."""
    if layer.shape is None:
        return None
    sizes = tuple(size if isinstance(size, int) else None for size in layer.shape)
    return tensors.Tensor(sizes, layer.dtype or "float32")


def _are_whole(values: tuple[object, ...]) -> bool:
    return all(isinstance(value, int) for value in values)

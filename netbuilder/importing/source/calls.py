"""Calls whatever a script calls."""

from __future__ import annotations

from netbuilder.catalog.signatures import positional_names
from netbuilder.catalog.spec import Family
from netbuilder.i18n import tr
from netbuilder.importing.legacy.classes import MERGED, is_known_layer
from netbuilder.importing.source import keras_functions
from netbuilder.importing.source.arrays import call_array, dataset, made_array
from netbuilder.importing.source.attributes import Attributes
from netbuilder.importing.source.builtin import call_builtin
from netbuilder.importing.source.calling import call_layer
from netbuilder.importing.source.classes import Classes, RunMethod, above, method_of
from netbuilder.importing.source.configs import AREAS, made
from netbuilder.importing.source.foreign import Foreign, has_tensors, is_known_elsewhere
from netbuilder.importing.source.keras_code import AREA, KerasCode, RunBody, RunFunction
from netbuilder.importing.source.layers import INPUT, KERAS_LAYERS, Layers
from netbuilder.importing.source.methods import Methods, data_shape
from netbuilder.importing.source.models import Models
from netbuilder.importing.source.operations import operate, operation_of
from netbuilder.importing.source.outside import made_options
from netbuilder.importing.source.plain import NotPlainError, call_method, plain
from netbuilder.importing.source.preparing import PREPARING, prepared
from netbuilder.importing.source.session import Session
from netbuilder.importing.source.spreading import Spreading
from netbuilder.importing.source.values import (
    Arguments,
    Array,
    Function,
    Instance,
    Layer,
    Method,
    Named,
    Network,
    Partial,
    ScriptClass,
    Super,
    Unknown,
    tensors_in,
    unknown_in,
)
from netbuilder.importing.spreading import WRAPPER

_FUNCTIONS = {
    "add": "Add",
    "average": "Average",
    "concatenate": "Concatenate",
    "dot": "Dot",
    "maximum": "Maximum",
    "minimum": "Minimum",
    "multiply": "Multiply",
    "subtract": "Subtract",
}
"""Functions of ``keras.layers`` that make a layer and call it at once."""

_MERGE_ARGUMENTS = ("inputs", "mode", "concat_axis", "dot_axes")


class Calls:
    """Calls values.

    Args:
        session: The reading.
        run_body: Follows statements.
        run: Runs a function of the script.
        run_method: Runs a method of one of its classes.
    """

    def __init__(
        self, session: Session, run_body: RunBody, run: RunFunction, run_method: RunMethod
    ) -> None:
        self._session = session
        self._run = run
        self._run_method = run_method
        self._layers = Layers(session)
        self.models = Models(session, self._layers, self.apply)
        self._foreign = Foreign(session, self._layers)
        self._spreading = Spreading(session, self._layers, self.models)
        self.classes = Classes(session, self._layers, run_method)
        self.attributes = Attributes(session, self._layers, self.models, self.apply)
        self._methods = Methods(session, self.models)
        self._keras_code = KerasCode(session, run_body, run)

    def apply(self, callee: object, arguments: Arguments) -> object:
        """Return what a value gives when it is called; ``...`` where that is not known."""
        if self._session.too_heavy((_owner(callee), *arguments.everything()), arguments.line):
            return ...
        return self._applied(callee, arguments)

    def _applied(self, callee: object, arguments: Arguments) -> object:
        match callee:
            case Named():
                return self._named(callee, arguments)
            case Function():
                return self._run(callee, arguments)
            case ScriptClass():
                return self.classes.make(callee, arguments)
            case Method(owner=owner, name=name):
                return self._method(owner, name, arguments)
            case Partial(function=function, arguments=first):
                kwargs = {**first.kwargs, **arguments.kwargs}
                whole = Arguments(arguments.line, (*first.args, *arguments.args), kwargs)
                return self.apply(function, whole)
            case _:
                return self._on_tensors(callee, arguments)

    def _on_tensors(self, callee: object, arguments: Arguments) -> object:
        if isinstance(callee, Network | Instance) and not has_tensors(arguments):
            data_shape(callee, arguments)
        if isinstance(callee, Instance):
            return self.classes.call(callee, arguments)
        if not has_tensors(arguments):
            return unknown_in(arguments.args) or ...
        result: object = ...
        match callee:
            case Network():
                result = self.models.call(callee, arguments)
            case Layer(instance=Instance() as instance):
                result = self.classes.call(instance, arguments)
            case Layer(network=Network() as network):
                result = self.models.call(network, arguments)
            case Layer():
                result = self._layer(callee, arguments)
            case Unknown(what=what):
                result = self._foreign.opaque(what, arguments)
        return result

    def _layer(self, layer: Layer, arguments: Arguments) -> object:
        lost = unknown_in(arguments.args)
        if lost is not None:
            self._session.notes.add(
                tr(
                    "{name} is called with {code}, which could not be followed.",
                    name=layer.name,
                    code=lost.what,
                ),
                arguments.line,
            )
            return lost
        if isinstance(layer.body, Function):
            result = self._run(layer.body, arguments)
            if next(tensors_in(result), None) is not None and unknown_in(result) is None:
                return result
        known = {k: v for k, v in arguments.kwargs.items() if unknown_in(v) is None}
        return call_layer(self._session, layer, arguments.args, known)

    def _named(self, callee: Named, arguments: Arguments) -> object:
        path = callee.path
        result: object = ...
        if path == PREPARING:
            result = prepared(self._session, self._layers, self.apply, arguments)
        if result is not ...:
            return result
        if path.startswith(AREA) and not is_known_elsewhere(callee):
            result = self._keras_code.call(callee, arguments)
        else:
            result = self._model_or_layer(callee, arguments)
        if result is not ...:
            return result
        area = path.split(".")[1] if path.startswith("keras.") else ""
        spec = operation_of(path)
        if spec is not None and has_tensors(arguments):
            return operate(self._session, spec, arguments)
        if area == "activations" and callee.last != "get":
            return self._activation(callee.last, arguments)
        if area in AREAS:
            return ... if has_tensors(arguments) else self._object(area, callee.last, arguments)
        return self._other(callee, arguments)

    def _object(self, area: str, name: str, arguments: Arguments) -> object:
        """Return an object of Keras's that is no layer; ``get`` makes one of its name."""
        if name != "get":
            return made(area, name, arguments)
        given = arguments.args[0] if arguments.args else next(iter(arguments.kwargs.values()), None)
        return Named(f"keras.{area}.{given}") if isinstance(given, str) else given

    def _model_or_layer(self, callee: Named, arguments: Arguments) -> object:
        path, name = callee.path, callee.last
        match path:
            case "keras.Sequential":
                return self.models.sequential(arguments)
            case "keras.Model" | "keras.Functional":
                return self.models.functional(arguments)
            case "keras.Input" | "keras.InputLayer":
                order = ("input_shape", "batch_size", "dtype") if name == INPUT else _INPUT_ORDER
                layer = self._layers.input(arguments, order)
                return layer if name == INPUT else self._layers.entry_tensor(layer)
            case _ if path.startswith(f"{KERAS_LAYERS}."):
                return self._of_layers(name, arguments)
            case _:
                return ...

    def _of_layers(self, name: str, arguments: Arguments) -> object:
        """Return what a class or function of ``keras.layers`` gives."""
        if name == "merge":
            return self._merge(arguments)
        if name == WRAPPER and (spread := self._spreading.spread(arguments)) is not None:
            return spread
        if name in _FUNCTIONS:
            return self._called_at_once(_FUNCTIONS[name], arguments)
        if name == "Lambda":
            return self._lambda(arguments)
        if not is_known_layer(name):
            self._foreign.note_class(name, arguments.line)
        return self._layers.make(name, arguments)

    def _called_at_once(self, class_name: str, arguments: Arguments) -> object:
        inputs = arguments.get("inputs", 0)
        names = positional_names(Family.LAYER, class_name)
        kwargs = {name: part for name, part in arguments.kwargs.items() if name != "inputs"}
        rest = dict(zip(names, arguments.args[1:], strict=False))
        layer = self._layers.make(class_name, Arguments(arguments.line, (), {**rest, **kwargs}))
        return self._on_tensors(layer, Arguments(arguments.line, (inputs,)))

    def _merge(self, arguments: Arguments) -> object:
        """Return what Keras 1's ``merge([a, b], mode="sum")`` gives."""
        given = {**dict(zip(_MERGE_ARGUMENTS, arguments.args, strict=False)), **arguments.kwargs}
        inputs, mode = given.pop("inputs", None), given.get("mode", "sum")
        if mode not in MERGED:
            return self._foreign.opaque("merge", Arguments(arguments.line, (inputs,)))
        layer = self._layers.make("Merge", Arguments(arguments.line, (), given))
        return self._on_tensors(layer, Arguments(arguments.line, (inputs,)))

    def _lambda(self, arguments: Arguments) -> Layer:
        kwargs = {name: part for name, part in arguments.kwargs.items() if name == "name"}
        layer = self._layers.make("Lambda", Arguments(arguments.line, (), kwargs))
        layer.body = arguments.get("function", 0)
        return layer

    def _activation(self, name: str, arguments: Arguments) -> object:
        """Return what an activation gives that is no operation of ``keras.ops``."""
        if not has_tensors(arguments):
            return ...
        inputs = Arguments(arguments.line, arguments.args[:1])
        if name == "relu":
            layer = self._layers.make("ReLU", Arguments(arguments.line, (), arguments.kwargs))
        else:
            layer = self._layers.make("Activation", Arguments(arguments.line, (name,)))
        return self._on_tensors(layer, inputs)

    def _other(self, callee: Named, arguments: Arguments) -> object:
        path = callee.path
        result = self._of_library(path, arguments)
        if result is ...:
            result = keras_functions.call(self._session, callee, arguments)
        if result is ...:
            array = made_array(path, arguments) if not has_tensors(arguments) else None
            result = ... if array is None else array
        if result is ...:
            try:
                result = call_builtin(path, arguments)
            except NotPlainError:
                return unknown_in(arguments.everything()) or ...
        if result is not ...:
            return result
        return self._foreign.call(callee, arguments)

    def _of_library(self, path: str, arguments: Arguments) -> object:
        """Return what a few functions of Python's library, and Keras's data sets, give."""
        match path:
            case "functools.partial" if arguments.args:
                first = Arguments(arguments.line, arguments.args[1:], arguments.kwargs)
                return Partial(arguments.args[0], first)
            case "dataclasses.field":
                return self._usual_value(arguments)
            case _ if path.startswith("keras.datasets."):
                return dataset(path.split(".")[2]) or ...
            case _:
                return made_options(path, arguments) or ...

    def _usual_value(self, arguments: Arguments) -> object:
        """Return the default that ``dataclasses.field(...)`` stands for."""
        factory = arguments.kwargs.get("default_factory")
        if factory is not None:
            return self.apply(factory, Arguments(arguments.line))
        return arguments.kwargs.get("default", ...)

    def _method(self, owner: object, name: str, arguments: Arguments) -> object:
        match owner:
            case Super():
                return self._above(owner, name, arguments)
            case Array():
                return call_array(owner, name, arguments)
            case _ if plain(owner):
                try:
                    return call_method(owner, name, arguments.args, arguments.kwargs)
                except NotPlainError:
                    return unknown_in(arguments.everything()) or ...
            case Instance(of=of) if found := method_of(of, name):
                result = self._run_method(found[0], owner, found[1], arguments)
                if name == "call":
                    self.classes.followed(owner, arguments.args, result)
                return result
            case _:
                return self._methods.call(owner, name, arguments)

    def _above(self, part: Super, name: str, arguments: Arguments) -> object:
        found = above(part, name)
        if found is not None:
            return self._run_method(found[0], part.instance, found[1], arguments)
        if name == "__init__":
            self.classes.begin(part.instance, arguments)
            return None
        if name == "__call__":
            return self.classes.call(part.instance, arguments)
        return None if name in ("build", "get_config") else ...


_INPUT_ORDER = ("shape", "batch_size", "dtype", "sparse", "batch_shape", "name", "tensor")


def _owner(callee: object) -> object:
    return callee.owner if isinstance(callee, Method) else None

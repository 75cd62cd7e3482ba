"""What stands behind the dot: ``x.shape``, ``model.layers``, ``keras.layers.Dense``."""

from __future__ import annotations

import ast

from netbuilder.importing.source.arrays import array_attribute
from netbuilder.importing.source.builtin import constant
from netbuilder.importing.source.classes import member_of
from netbuilder.importing.source.layers import Layers
from netbuilder.importing.source.models import Models, layers_of, shape_of
from netbuilder.importing.source.operations import FUNCTIONS
from netbuilder.importing.source.outside import Options
from netbuilder.importing.source.paths import canonical
from netbuilder.importing.source.plain import has_method
from netbuilder.importing.source.session import Session
from netbuilder.importing.source.values import (
    OF_CLASS,
    PROPERTY,
    Apply,
    Arguments,
    Array,
    Function,
    Instance,
    Layer,
    Made,
    Method,
    Named,
    Network,
    Partial,
    ScriptClass,
    Super,
    Tensor,
    Unknown,
    tensors_in,
)

_ENDS = {"input": 0, "inputs": 0, "output": 1, "outputs": 1}


class Attributes:
    """Gives the attributes of values.

    Args:
        session: The reading.
        layers: What makes Inputs.
        models: What knows the ends of models.
        apply: Calls a value with arguments.
    """

    def __init__(self, session: Session, layers: Layers, models: Models, apply: Apply) -> None:
        self._session = session
        self._layers = layers
        self._models = models
        self._apply = apply

    def get(self, value: object, name: str, node: ast.expr) -> object:
        """Return an attribute; an :class:`Unknown` where it is not known."""
        found = self._of_keras(value, name)
        if found is ...:
            found = self._of_others(value, name)
        return self._session.unknown(node) if found is ... else found

    def _of_keras(self, value: object, name: str) -> object:
        match value:
            case Tensor():
                return self._of_tensor(value, name)
            case Network():
                return self._of_network(value, name)
            case Layer():
                return self._of_layer(value, name)
            case Instance():
                return self._of_instance(value, name)
            case _:
                return ...

    def _of_others(self, value: object, name: str) -> object:
        found: object = ...
        match value:
            case Named(path=path):
                known = canonical(f"{path}.{name}")
                plain = constant(known)
                found = Named(known) if plain is ... else plain
            case Unknown():
                found = value
            case Array():
                shape = array_attribute(value, name)
                found = Method(value, name) if shape is None else shape
            case ScriptClass():
                found = _of_class(value, name)
            case Made(config=config):
                found = config.get(name, ...)
            case Options(values=values):
                found = values.get(name, Method(value, name))
            case _ if isinstance(value, Super) or has_method(value, name):
                found = Method(value, name)
        return found

    def _of_tensor(self, tensor: Tensor, name: str) -> object:
        if name in ("get_shape", "set_shape"):
            return Method(tensor, name)
        if tensor.known is None:
            return ...
        match name:
            case "shape" | "_keras_shape":
                return tensor.known.shape
            case "dtype":
                return tensor.known.dtype
            case "ndim":
                return tensor.known.rank
            case _:
                return ...

    def _of_network(self, network: Network, name: str) -> object:
        found: object = Method(network, name)
        match name:
            case "name":
                found = network.layer.name
            case "layers":
                found = listed_layers(network)
            case "input_shape":
                found = shape_of(network) or ...
            case "output_shape":
                known = next((t.known for t in self._ends(network, "outputs") if t.known), None)
                found = known.shape if known else ...
            case _ if name in _ENDS:
                ends = self._ends(network, name)
                single = len(ends) == 1 and not name.endswith("s")
                found = (ends[0] if single else ends) if ends else ...
        return found

    def _ends(self, network: Network, name: str) -> list[Tensor]:
        return list(tensors_in(self._models.ends(network)[_ENDS[name]]))

    def _of_layer(self, layer: Layer, name: str) -> object:
        if name == "name":
            return layer.name
        if name in _ENDS:
            return self._ends_of(layer, name)
        if name == "trainable":
            return layer.config.get("trainable", True)
        if name in layer.config:
            return layer.config[name]
        return Method(layer, name)

    def _ends_of(self, layer: Layer, name: str) -> object:
        if not layer.calls:
            self._call_in_its_model(layer)
        if not layer.calls and layer.shape is not None:
            entry = self._layers.entry(layer.shape, layer.line)
            self._apply(layer, Arguments(layer.line, (self._layers.entry_tensor(entry),)))
        if not layer.calls:
            return ...
        call = layer.calls[0]
        return call.outputs if _ENDS[name] else next(tensors_in(call.args), ...)

    def _call_in_its_model(self, layer: Layer) -> None:
        for network in self._session.networks:
            if layer in network.chain:
                self._models.ends(network)

    def _of_instance(self, instance: Instance, name: str) -> object:
        if name in instance.attributes:
            return instance.attributes[name]
        member = member_of(instance.of, name)
        if isinstance(member, Function):
            method = Method(instance, name)
            is_read = member.role == PROPERTY
            return self._apply(method, Arguments(member.node.lineno)) if is_read else method
        if member is not ...:
            return member
        if name == "name" and instance.name:
            return instance.name
        if instance.layer is not None and instance.layer.network is not None and name in _ENDS:
            return self._of_network(instance.layer.network, name)
        return Method(instance, name)


def _of_class(of: ScriptClass, name: str) -> object:
    """Return what a class itself has; a method of the class knows which class it is called on."""
    member = member_of(of, name)
    if isinstance(member, Function) and member.role == OF_CLASS:
        return Partial(member, Arguments(of.line, (of,)))
    return member


def listed_layers(network: Network) -> list[object]:
    """Return the layers of a model as Keras lists them; a model within it as itself.

    Functions of ``keras.ops`` are not among them.
    """
    skipped = "InputLayer" if network.is_chain else ""
    return [
        part.network or part
        for part in layers_of(network)
        if part.class_name != skipped and part.module != FUNCTIONS
    ]

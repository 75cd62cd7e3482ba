"""Classes that the script defines: models and layers of the usual form, and plain ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from netbuilder.graph.submodels import FUNCTIONAL
from netbuilder.i18n import tr
from netbuilder.importing.formats import USUAL
from netbuilder.importing.source.calling import call_layer
from netbuilder.importing.source.configs import NotWritableError, as_config, bound
from netbuilder.importing.source.layers import INPUT, Layers
from netbuilder.importing.source.models import layers_of
from netbuilder.importing.source.session import Session
from netbuilder.importing.source.values import (
    Arguments,
    Function,
    Instance,
    Layer,
    Named,
    Network,
    ScriptClass,
    Super,
    Tensor,
    Unknown,
    tensors_in,
    unknown_in,
)

RunMethod = Callable[[Function, Instance, ScriptClass, Arguments], object]
_OWN_MODULE = "__main__"


class Classes:
    """Makes and calls the objects of the script's own classes.

    Args:
        session: The reading.
        layers: What makes the Inputs of their networks.
        run: Runs a method: the function, the object, the class that has it, the arguments.
    """

    def __init__(self, session: Session, layers: Layers, run: RunMethod) -> None:
        self._session = session
        self._layers = layers
        self._run = run

    def make(self, of: ScriptClass, arguments: Arguments) -> Instance:
        """Return a new object, its ``__init__`` followed."""
        instance = Instance(of, arguments)
        if is_model(of):
            facts = Layer(FUNCTIONAL, "", {}, "keras", arguments.line)
            instance.facts = Network(facts)
            self._session.instances.append(instance)
        elif is_layer(of):
            instance.settings = _settings(instance)
            self._session.instances.append(instance)
        self._session.made += 1
        found = method_of(of, "__init__")
        if found is None:
            instance.attributes |= bound(of.fields, arguments) if of.fields else {}
            self.begin(instance, arguments)
            found, arguments = method_of(of, "__post_init__"), Arguments(arguments.line)
        if found is not None:
            self._run(found[0], instance, found[1], arguments)
            if not instance.name:
                self.begin(instance, Arguments(arguments.line))
        return instance

    def begin(self, instance: Instance, arguments: Arguments) -> None:
        """Do what ``__init__`` of Keras's own base class does: give it a name."""
        if not is_layer(instance.of) or instance.name:
            return
        given = arguments.kwargs.get("name")
        name = given if isinstance(given, str) else None
        instance.name = self._session.names.take_class(instance.of.name, name)
        config: dict[str, object] = {"name": instance.name}
        if arguments.kwargs.get("trainable") is False:
            config["trainable"] = False
        layer = Layer(instance.of.name, instance.name, config, _OWN_MODULE, instance.made_with.line)
        layer.instance = instance
        instance.layer = layer

    def call(self, instance: Instance, arguments: Arguments) -> object:
        """Return what an object gives for tensors."""
        layer = instance.layer
        if layer is None:
            found = method_of(instance.of, "__call__")
            return ... if found is None else self._run(found[0], instance, found[1], arguments)
        if next(tensors_in(arguments.everything()), None) is None:
            return ...
        if layer.network is None and not layer.calls:
            self._trace(instance, layer, arguments)
        return call_layer(self._session, layer, arguments.args, arguments.kwargs)

    def _trace(self, instance: Instance, layer: Layer, arguments: Arguments) -> None:
        """Follow ``call`` once, with Inputs of its own; what comes out is a submodel."""
        is_own = is_layer(instance.of) and not is_model(instance.of)
        if is_own and instance.of.is_registered:  # as the code of custom layers is
            layer.config |= _settings(instance)
            return
        if is_own and not all(tensor.known for tensor in tensors_in(arguments.args)):
            self._keep_as_code(
                instance, layer, Unknown(arguments.line, tr("the shape of its input"))
            )
            return
        with self._session.listening() as notes:
            lost = self._follow(instance, layer, arguments)
        if lost is not None:
            self._keep_as_code(instance, layer, lost)
        if lost is None or not is_own:
            self._session.notes.take(notes)

    def _follow(self, instance: Instance, layer: Layer, arguments: Arguments) -> Unknown | None:
        """Make a layer a submodel of what ``call`` does; return what could not be followed."""
        found = method_of(instance.of, "call")
        inputs = tuple(self._inside(part, layer) for part in arguments.args)
        kwargs = {name: self._inside(part, layer) for name, part in arguments.kwargs.items()}
        unknown = Unknown(layer.line, "call")
        if found is None or next(tensors_in(inputs), None) is None:
            return unknown
        self._build(instance, inputs, arguments)
        if layer.network is not None:
            return None
        outputs = self._run(found[0], instance, found[1], Arguments(layer.line, inputs, kwargs))
        if next(tensors_in(outputs), None) is None:
            return unknown_in(outputs) or unknown
        network = Network(layer, inputs=list(inputs), outputs=outputs)
        lost = unknown_in(outputs)
        if lost is None and not is_model(instance.of):
            lost = next(_not_known(network), None)
        if lost is None:
            _hold(layer, network)
        return lost

    def _keep_as_code(self, instance: Instance, layer: Layer, lost: Unknown) -> None:
        layer.config |= _settings(instance)
        self._session.notes.add(
            tr(
                "What the layer {class_name} does could not be followed ({code}); it is taken "
                "over as code of its own, which does not run until it is trusted.",
                class_name=instance.of.name,
                code=lost.what,
            ),
            lost.line or layer.line,
        )

    def followed(self, instance: Instance, inputs: tuple[object, ...], outputs: object) -> None:
        """Take the network of a model that calls its own ``call`` on Inputs, as in ``build``."""
        layer = instance.layer
        entries = [tensor.call.layer.class_name == INPUT for tensor in tensors_in(inputs)]
        is_new = layer is not None and layer.network is None and not layer.calls
        is_whole = unknown_in(outputs) is None and next(tensors_in(outputs), None) is not None
        if layer is not None and is_new and is_whole and entries and all(entries):
            _hold(layer, Network(layer, inputs=list(inputs), outputs=outputs))

    def _build(self, instance: Instance, inputs: tuple[object, ...], arguments: Arguments) -> None:
        found = method_of(instance.of, "build")
        first = next(tensors_in(inputs), None)
        if found is not None and first is not None:
            shape = first.known.shape if first.known else Unknown(arguments.line, "input_shape")
            self._run(found[0], instance, found[1], Arguments(arguments.line, (shape,)))

    def _inside(self, part: object, layer: Layer, called: str = "") -> object:
        """Return what stands for an argument inside: an Input for each tensor.

        Args:
            part: The argument.
            layer: What is followed.
            called: What an Input is called; "" for a name of its own.
        """
        match part:
            case Tensor(known=known):
                shape = known.shape if known is not None else None
                dtype = known.dtype if known is not None and known.dtype != USUAL else None
                name = called or f"{layer.name}_input"
                entry = self._layers.entry(shape, layer.line, dtype, name)
                return self._layers.entry_tensor(entry)
            case list() | tuple():
                return [self._inside(one, layer) for one in part]
            case dict():
                return {name: self._inside(one, layer, str(name)) for name, one in part.items()}
            case _:
                return part


def _settings(instance: Instance) -> dict[str, object]:
    """Return what an object was made with, as far as a config can hold it."""
    names = parameters_of(instance.of)
    plain: dict[str, object] = {}
    for name, value in bound(names, instance.made_with).items():
        try:
            plain[name] = as_config(value)
        except NotWritableError:
            continue
    return plain


def _hold(layer: Layer, network: Network) -> None:
    """Make a layer a submodel."""
    layer.class_name, layer.module = FUNCTIONAL, "keras"
    layer.network = network


def _not_known(network: Network) -> Iterator[Unknown]:
    """Yield the layers of a network that nobody knows here."""
    for layer in layers_of(network):
        if layer.spec is None and layer.network is None and layer.instance is None:
            yield Unknown(layer.line, layer.class_name)


def parameters_of(of: ScriptClass) -> tuple[str, ...]:
    """Return what ``__init__`` of a class takes, by place."""
    found = method_of(of, "__init__")
    return () if found is None else tuple(arg.arg for arg in found[0].node.args.args[1:])


def is_model(of: ScriptClass) -> bool:
    """Tell whether a class derives from ``keras.Model``."""
    return any(base.path in ("keras.Model", "keras.Sequential") for base in _named_bases(of))


def is_layer(of: ScriptClass) -> bool:
    """Tell whether a class derives from a layer or model of Keras."""
    return any(
        base.path.startswith("keras.layers.") or base.path in ("keras.Model", "keras.Layer")
        for base in _named_bases(of)
    )


def method_of(of: ScriptClass, name: str) -> tuple[Function, ScriptClass] | None:
    """Return a method and the class that has it, or None."""
    for found in _line(of):
        member = found.members.get(name)
        if isinstance(member, Function):
            return member, found
    return None


def member_of(of: ScriptClass, name: str) -> object:
    """Return something that a class or one of its bases defines; ``...`` if none does."""
    return next((found.members[name] for found in _line(of) if name in found.members), ...)


def above(part: Super, name: str) -> tuple[Function, ScriptClass] | None:
    """Return the method that ``super().name`` is, or None where it is Keras's own."""
    for base in part.of.bases:
        if isinstance(base, ScriptClass):
            return method_of(base, name)
    return None


def _line(of: ScriptClass, depth: int = 0) -> Iterator[ScriptClass]:
    yield of
    for base in of.bases:
        if isinstance(base, ScriptClass) and depth < 20:
            yield from _line(base, depth + 1)


def _named_bases(of: ScriptClass) -> Iterator[Named]:
    for found in _line(of):
        for base in found.bases:
            if isinstance(base, Named):
                yield base

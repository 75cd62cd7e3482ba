"""The checks of a student's own layer."""

from __future__ import annotations

import inspect
import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from netbuilder.i18n import tr
from netbuilder.training.examination import (
    BUILDS,
    COMPUTES,
    CONFIG,
    FOUND,
    GRADIENTS,
    KNOWN,
    MAKES,
    MODES,
    RUNS,
    SAVING,
    WeightKind,
)
from netbuilder.worker.equivalence import largest_difference
from netbuilder.worker.examining_costs import traced_multiply_adds
from netbuilder.worker.examining_subject import (
    SkipError,
    Subject,
    check_finite,
    kinds_of,
    words_of,
)
from netbuilder.worker.examining_words import forgot_super, gives_nothing

_TOLERANCE = 1e-5
_OF_KERAS = frozenset(("self", "name", "dtype", "trainable", "args", "kwargs"))
_MOST_NAMES = 4


def _found(subject: Subject) -> str:
    thing = subject.names.get(subject.command.name)
    if not (isinstance(thing, type) and issubclass(thing, keras.layers.Layer)):
        message = tr("{name} is no keras.layers.Layer.", name=subject.command.name)
        raise subject.fail(message)
    subject.thing = thing
    return tr("class {name}", name=subject.command.name)


def _makes(subject: Subject) -> str:
    subject.made = subject.make()
    if not hasattr(subject.made, "name"):  # which Keras's own __init__ gives it
        raise subject.fail(forgot_super(), "__init__")
    return subject.command.make


def _builds(subject: Subject) -> str:
    inputs = subject.symbols()
    given = keras.tree.flatten(subject.call(subject.made, subject.masked(inputs)))
    if not given or None in given:
        raise subject.fail(gives_nothing(), "call")
    if not all(isinstance(part, keras.KerasTensor) for part in given):
        raise subject.fail(tr("call gives back something that is no tensor."), "call")
    subject.model = keras.Model(inputs, given if len(given) > 1 else given[0])
    trainable = {id(weight) for weight in subject.made.trainable_weights}
    subject.outputs = kinds_of(given)
    subject.weights = [
        WeightKind(list(weight.shape), id(weight) in trainable) for weight in subject.made.weights
    ]
    subject.multiply_adds = traced_multiply_adds(
        lambda tensors: subject.call(subject.made, subject.masked(tensors)), subject.command.inputs
    )
    learnt = sum(int(np.prod(w.shape)) for w in subject.weights if w.trainable)
    kept = sum(int(np.prod(w.shape)) for w in subject.weights if not w.trainable)
    return tr(
        "{inputs} becomes {outputs}; {learnt} numbers to learn, {kept} others",
        inputs=words_of(subject.command.inputs),
        outputs=words_of(subject.outputs),
        learnt=learnt,
        kept=kept,
    )


def _computes(subject: Subject) -> str:
    given = keras.tree.flatten(subject.call(subject.made, subject.batch()))
    shapes = [tuple(np.shape(tensor)) for tensor in given]
    promised = [tuple(kind.shape) for kind in subject.outputs]
    if len(shapes) != len(promised) or not all(map(_fits, shapes, promised)):
        message = tr(
            "It gives {given} for real data, but had promised {promised}.",
            given=", ".join(map(str, shapes)),
            promised=", ".join(map(str, promised)),
        )
        raise subject.fail(message, "compute_output_shape", "compute_output_spec", "call")
    check_finite(subject, given, "call")
    return tr("{shapes} for a batch", shapes=", ".join(map(str, shapes)))


def _fits(shape: tuple[int, ...], promised: tuple[int | None, ...]) -> bool:
    return len(shape) == len(promised) and all(
        wanted in (None, size) for size, wanted in zip(shape, promised, strict=True)
    )


def _known(subject: Subject) -> str:
    layer, batch = subject.made, subject.batch()
    count = len(layer.variables)
    with tf.GradientTape() as tape:
        subject.call(layer, batch)
    known = {id(variable.value) for variable in layer.variables}
    strange = [v for v in tape.watched_variables() if id(v) not in known]
    if strange or len(layer.variables) > count:
        message = tr(
            "It uses {count} tensors to learn that Keras does not know, and so neither trains nor "
            "saves. Weights are made in build with self.add_weight, layers in __init__.",
            count=max(len(strange), len(layer.variables) - count),
        )
        raise subject.fail(message, "call")
    return _listed([weight.name for weight in layer.weights]) or tr("it has none")


def _gradients(subject: Subject) -> str:
    layer, batch = subject.made, subject.batch()
    weights = layer.trainable_weights
    if weights:
        _stir(weights)
        wanted = [weight.value for weight in weights]
    else:
        wanted = [tensor for tensor in batch if "float" in str(tensor.dtype)]
    if not wanted:
        raise SkipError(tr("Nothing in it learns, and whole numbers have no gradient."))
    with tf.GradientTape() as tape:
        tape.watch(wanted)
        given = keras.tree.flatten(subject.call(layer, batch))
        total = tf.add_n([_weighted(tensor) for tensor in given])
    gradients = tape.gradient(total, wanted)
    names = [weight.path.rpartition("/")[2] for weight in weights] or [tr("its input")]
    _judge(subject, gradients, names, has_weights=bool(weights))
    return _listed(names)


def _listed(names: list[str]) -> str:
    return ", ".join(names[:_MOST_NAMES]) + (" …" if len(names) > _MOST_NAMES else "")


def _stir(weights: list[Any]) -> None:
    """Give weights random values: zeros, as many begin, may rightly have gradients of zero."""
    random = np.random.default_rng(2)
    for weight in weights:
        noise = 0.1 * random.standard_normal(tuple(weight.shape))
        weight.assign(np.asarray(weight) + noise.astype(np.asarray(weight).dtype))


def _weighted(tensor: Any) -> Any:
    """Return a sum in which no two numbers count alike: that of a softmax would never change."""
    random = np.random.default_rng(3).random(tuple(tensor.shape))
    return tf.reduce_sum(tf.cast(tensor, "float32") * random.astype("float32"))


def _judge(subject: Subject, gradients: list[Any], names: list[str], *, has_weights: bool) -> None:
    lost = [name for name, gradient in zip(names, gradients, strict=False) if gradient is None]
    if lost and not has_weights:
        message = tr("No gradient goes through it, so the layers before it would not learn.")
        raise subject.fail(message, "call")
    if lost:
        message = tr(
            "No gradient reaches {names}: call does not use it, or cuts it off.",
            names=", ".join(lost),
        )
        raise subject.fail(message, "call")
    arrays = [np.asarray(tf.convert_to_tensor(gradient)) for gradient in gradients]
    check_finite(subject, arrays, "call")
    still = [name for name, array in zip(names, arrays, strict=False) if not array.any()]
    if still:
        message = tr(
            "The gradient of {names} is 0 everywhere, so it would not learn.",
            names=", ".join(still),
        )
        raise subject.fail(message, "call")


def _config(subject: Subject) -> str:
    layer = subject.own
    config = layer.get_config()
    signature = inspect.signature(type(layer).__init__)
    own = [
        name
        for name, param in signature.parameters.items()
        if name not in _OF_KERAS and param.kind is not inspect.Parameter.VAR_KEYWORD
    ]
    missing = [name for name in own if name not in config]
    if missing:
        message = tr("get_config leaves out {names}.", names=", ".join(missing))
        raise subject.fail(message, "get_config", "__init__")
    again = type(layer).from_config(config).get_config()
    changed = [name for name in own if _text(again.get(name)) != _text(config[name])]
    if changed:
        message = tr("A layer made from its config has another {names}.", names=", ".join(changed))
        raise subject.fail(message, "get_config", "__init__")
    return ", ".join(own) or tr("no parameters of its own")


def _text(value: object) -> str:
    return json.dumps(value, default=repr, sort_keys=True)


def _saving(subject: Subject) -> str:
    batch = subject.batch()
    given = batch[0] if len(batch) == 1 else batch
    before = keras.tree.flatten(subject.model(given, training=False))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        subject.model.save(path)
        loaded = keras.saving.load_model(path)
    after = keras.tree.flatten(loaded(given, training=False))
    arrays = [[np.asarray(part) for part in side] for side in (before, after)]
    if largest_difference(*arrays) > _TOLERANCE:
        message = tr(
            "It gives other numbers after loading: something that it needs is not saved, such as a "
            "weight that Keras does not know."
        )
        raise subject.fail(message, "get_config", "build", "call")
    return tr("the same numbers after loading")


def _modes(subject: Subject) -> str:
    layer = subject.made
    if not subject.own._call_has_training_arg:
        return tr("call takes no training: it does the same always")
    for training in (True, False):
        given = keras.tree.flatten(subject.call(layer, subject.batch(), training=training))
        check_finite(subject, given, "call")
    return tr("with training=True and with training=False")


def _runs(subject: Subject) -> str:
    return subject.run()


LAYER_CHECKS: Mapping[str, Callable[[Subject], str]] = {
    RUNS: _runs,
    FOUND: _found,
    MAKES: _makes,
    BUILDS: _builds,
    COMPUTES: _computes,
    KNOWN: _known,
    GRADIENTS: _gradients,
    CONFIG: _config,
    SAVING: _saving,
    MODES: _modes,
}

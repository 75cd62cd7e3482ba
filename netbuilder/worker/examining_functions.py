"""The checks of a student's own losses, metrics, activations, callbacks and functions."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from netbuilder.i18n import tr
from netbuilder.training.examination import (
    COMPUTES,
    EDGES,
    FOUND,
    GRADIENTS,
    RUNS,
    SAVING,
    TRAINS,
)
from netbuilder.worker.examining_subject import Subject, check_finite

_SAMPLES, _CLASSES = 6, 3
_EPOCHS = 3
_FAR = 100.0  # where a careless exponential overflows
_BASES = {
    "loss": keras.losses.Loss,
    "metric": keras.metrics.Metric,
    "callback": keras.callbacks.Callback,
}


def _runs(subject: Subject) -> str:
    return subject.run()


def _found(subject: Subject) -> str:
    name = subject.command.name
    thing = subject.names.get(name)
    base = _BASES.get(subject.command.kind)
    if isinstance(thing, type):
        if base is None or not issubclass(thing, base):
            raise subject.fail(tr("{name} does not build on Keras's own class.", name=name))
        subject.made = subject.make()
        return tr("class {name}", name=name)
    if not callable(thing):
        raise subject.fail(tr("{name} is no function.", name=name))
    subject.made = thing
    return tr("function {name}", name=name)


def _answers() -> tuple[Any, Any]:
    """Return right answers, one-hot, and probabilities that a network might give."""
    random = np.random.default_rng(1)
    classes = random.integers(0, _CLASSES, _SAMPLES)
    scores = random.random((_SAMPLES, _CLASSES)) + 0.1
    return (
        tf.constant(np.eye(_CLASSES, dtype="float32")[classes]),
        tf.constant((scores / scores.sum(axis=1, keepdims=True)).astype("float32")),
    )


def _loss_computes(subject: Subject) -> str:
    result = _number_like(subject, subject.made(*_answers()))
    if result.shape not in ((), (_SAMPLES,), (_SAMPLES, _CLASSES)):
        message = tr(
            "It gives the shape {shape} for {count} samples; a loss is one number a sample.",
            shape=tuple(result.shape),
            count=_SAMPLES,
        )
        raise subject.fail(message, "call")
    return tr("{shape} for {count} samples", shape=tuple(result.shape), count=_SAMPLES)


def _number_like(subject: Subject, given: object) -> Any:
    """Return a result as an array of finite numbers."""
    if given is None:
        raise subject.fail(tr("It gives nothing back; its last line should be a return."), "call")
    result = np.asarray(given)
    if result.dtype.kind not in "fiu":
        raise subject.fail(tr("It gives no numbers."), "call")
    check_finite(subject, [result], "call")
    return result


def _loss_edges(subject: Subject) -> str:
    right, _ = _answers()
    _number_like(subject, subject.made(right, right))
    _number_like(subject, subject.made(right, 1.0 - right))
    return tr("also where the network is quite sure, with 0 and 1")


def _loss_gradients(subject: Subject) -> str:
    right, given = _answers()
    with tf.GradientTape() as tape:
        tape.watch(given)
        total = tf.reduce_mean(subject.made(right, given))
    _judge(subject, tape.gradient(total, given))
    return tr("from the loss to the network's answers")


def _judge(subject: Subject, gradient: object) -> None:
    if gradient is None:
        message = tr("No gradient goes through it: something in it has none, such as a rounding.")
        raise subject.fail(message, "call")
    array = np.asarray(gradient)
    check_finite(subject, [array], "call")
    if not array.any():
        raise subject.fail(tr("Its gradient is 0 everywhere, so nothing would learn."), "call")


def _loss_saving(subject: Subject) -> str:
    return _trained(subject, _compiled(loss=subject.made))


def _metric_computes(subject: Subject) -> str:
    metric, (right, given) = subject.made, _answers()
    if not isinstance(metric, keras.metrics.Metric):
        result = _number_like(subject, metric(right, given))
        return tr("{shape} for {count} samples", shape=tuple(result.shape), count=_SAMPLES)
    metric.update_state(right, given)
    result = _number_like(subject, metric.result())
    if result.shape != ():
        message = tr(
            "Its result has the shape {shape}, but a metric is one number.", shape=result.shape
        )
        raise subject.fail(message, "result")
    metric.reset_state()
    return tr("{value:g} for some answers", value=float(result))


def _metric_saving(subject: Subject) -> str:
    return _trained(subject, _compiled(loss="mean_squared_error", metrics=[subject.made]))


def _activation_computes(subject: Subject) -> str:
    _, given = _answers()
    result = _number_like(subject, subject.made(given))
    if result.shape != given.shape:
        message = tr(
            "It makes {given} of {shape}; an activation leaves the shape as it is.",
            given=tuple(result.shape),
            shape=tuple(given.shape),
        )
        raise subject.fail(message)
    return tr("the shape stays {shape}", shape=tuple(result.shape))


def _activation_edges(subject: Subject) -> str:
    far = tf.constant([[-_FAR, -1.0, 0.0, 1.0, _FAR]])
    _number_like(subject, subject.made(far))
    return tr("from {low:g} to {high:g}", low=-_FAR, high=_FAR)


def _activation_gradients(subject: Subject) -> str:
    points = tf.constant(np.linspace(-3, 3, 13, dtype="float32")[None])
    with tf.GradientTape() as tape:
        tape.watch(points)
        total = tf.reduce_sum(subject.made(points) * tf.range(1.0, 14.0))
    _judge(subject, tape.gradient(total, points))
    return tr("through it to what comes in")


def _activation_saving(subject: Subject) -> str:
    return _trained(subject, _compiled(activation=subject.made, loss="mean_squared_error"))


def _callback_trains(subject: Subject) -> str:
    model, (right, _) = _compiled(loss="mean_squared_error", metrics=["accuracy"]), _answers()
    inputs = np.random.default_rng(4).random((_SAMPLES, 2)).astype("float32")
    validation = (inputs, right)
    given = {"epochs": _EPOCHS, "batch_size": 3, "validation_data": validation, "verbose": 0}
    history = model.fit(inputs, right, callbacks=[subject.made], **given)
    return tr("{count} of {all} epochs", count=len(history.epoch), all=_EPOCHS)


def _compiled(
    activation: object = None, *, loss: object = None, metrics: list[object] | None = None
) -> Any:
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(_CLASSES, activation="softmax"),
            keras.layers.Dense(_CLASSES, activation=activation),
        ]
    )
    model.compile("sgd", loss=loss, metrics=metrics)
    return model


def _trained(subject: Subject, model: Any) -> str:
    right, _ = _answers()
    inputs = np.random.default_rng(4).random((_SAMPLES, 2)).astype("float32")
    values = model.train_on_batch(inputs, right, return_dict=True)
    check_finite(subject, list(values.values()), "call")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        model.save(path)
        loaded = keras.saving.load_model(path)
    loaded.evaluate(inputs, right, verbose=0)
    return tr("a small network with it")


LOSS_CHECKS: Mapping[str, Callable[[Subject], str]] = {
    RUNS: _runs,
    FOUND: _found,
    COMPUTES: _loss_computes,
    EDGES: _loss_edges,
    GRADIENTS: _loss_gradients,
    SAVING: _loss_saving,
}
METRIC_CHECKS: Mapping[str, Callable[[Subject], str]] = {
    RUNS: _runs,
    FOUND: _found,
    COMPUTES: _metric_computes,
    SAVING: _metric_saving,
}
ACTIVATION_CHECKS: Mapping[str, Callable[[Subject], str]] = {
    RUNS: _runs,
    FOUND: _found,
    COMPUTES: _activation_computes,
    EDGES: _activation_edges,
    GRADIENTS: _activation_gradients,
    SAVING: _activation_saving,
}
CALLBACK_CHECKS: Mapping[str, Callable[[Subject], str]] = {
    RUNS: _runs,
    FOUND: _found,
    TRAINS: _callback_trains,
}
FUNCTION_CHECKS: Mapping[str, Callable[[Subject], str]] = {RUNS: _runs, FOUND: _found}
"""Who calls a function, and with what, is not known."""

"""Rules about how the loss fits the output and the answers in the data."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from netbuilder.checks.context import Context
from netbuilder.checks.edits import set_activation
from netbuilder.checks.fixes import (
    choose_loss,
    choose_loss_and_activation,
    option_fixes,
    replace_metric,
    set_from_logits,
)
from netbuilder.checks.names import (
    BINARY,
    CATEGORICAL,
    CLASS_LOSSES,
    DISTANCES,
    SPARSE,
    is_accuracy,
)
from netbuilder.checks.outputs import class_count
from netbuilder.dataset import Profile
from netbuilder.graph.edits import bypass
from netbuilder.i18n import tr
from netbuilder.validation import Fix, Problem, Severity
from netbuilder.validation.wiring import layer_title

_PROBABILITIES = frozenset(("softmax", "sigmoid"))
_SCORES = frozenset(
    ("linear", "relu", "tanh", "elu", "selu", "gelu", "leaky_relu", "silu", "relu6", "mish")
)
"""Activations that surely give no probabilities; others are left alone."""


def labels_and_loss(context: Context) -> Iterator[Problem]:
    """L04, L05, L14: the loss wants the answers in another form."""
    profile, loss = context.profile, context.loss
    if profile is None:
        return
    target = profile.target
    if loss in CATEGORICAL and target in ("classes", "binary"):
        yield Problem(
            "loss.labels_are_numbers",
            Severity.ERROR,
            tr("The answers are class numbers, but {loss} wants one column per class.", loss=loss),
            tr("Choose SparseCategoricalCrossentropy, or one-hot labels in Data."),
            fixes=(
                choose_loss(context, "SparseCategoricalCrossentropy"),
                *option_fixes(context, "labels", "one-hot", tr("Take one-hot labels")),
            ),
        )
    if loss in SPARSE and target == "one-hot":
        yield Problem(
            "loss.labels_are_columns",
            Severity.ERROR,
            tr("The answers have one column per class, but {loss} wants class numbers.", loss=loss),
            tr("Choose CategoricalCrossentropy, or labels as numbers in Data."),
            fixes=(
                choose_loss(context, "CategoricalCrossentropy"),
                *option_fixes(context, "labels", "numbers", tr("Take labels as numbers")),
            ),
        )
    if target == "number" and _is_wrong_for_numbers(context):
        yield Problem(
            "loss.classes_for_numbers",
            Severity.ERROR,
            tr("The answers are quantities, but {loss} is for classes.", loss=loss),
            tr("Choose MeanSquaredError, and no activation in the last layer."),
            fixes=(choose_loss_and_activation(context, "MeanSquaredError", "linear"),),
        )


def _is_wrong_for_numbers(context: Context) -> bool:
    if context.profile is None or context.loss not in CLASS_LOSSES:
        return False
    y = context.profile.y
    shares = y.minimum is not None and y.maximum is not None and y.minimum >= 0 and y.maximum <= 1
    return context.loss in SPARSE or not shares  # probabilities may be soft labels


def loss_for_classes(context: Context) -> Iterator[Problem]:
    """L02, L13, L19: another loss than the fitting one for one-of-many classes."""
    profile, head, loss = context.profile, context.head, context.loss
    if profile is None or head is None or loss not in BINARY | DISTANCES:
        return
    many = class_count(profile) > 2
    if many and profile.target == "classes":
        yield Problem(
            "loss.one_number_for_many",
            Severity.ERROR,
            tr("{loss} compares every output with the class number itself.", loss=loss),
            tr("Class 7 is not more than class 3. Choose SparseCategoricalCrossentropy."),
            fixes=(
                choose_loss_and_activation(context, "SparseCategoricalCrossentropy", "softmax"),
            ),
        )
    elif many and loss in BINARY and head.activation == "softmax":
        yield Problem(
            "loss.binary_for_classes",
            Severity.ERROR,
            tr("One-of-many answers are trained as yes-or-no questions by {loss}.", loss=loss),
            tr("Choose CategoricalCrossentropy for classes that exclude one another."),
            fixes=(choose_loss(context, "CategoricalCrossentropy"),),
        )
    elif loss in DISTANCES and profile.target in ("binary", "one-hot"):
        yield Problem(
            "loss.distance_for_classes",
            Severity.WARNING if many and head.activation == "softmax" else Severity.INFO,
            tr("{loss} learns classes slowly.", loss=loss),
            tr("A cross-entropy loss punishes confident mistakes much harder."),
            fixes=(_crossentropy(context, profile, head.tensor.shape[-1]),),
        )


def _crossentropy(context: Context, profile: Profile, size: int | None) -> Fix:
    """Return the fix that takes the cross-entropy which fits the answers."""
    if profile.target == "one-hot":
        return choose_loss_and_activation(context, "CategoricalCrossentropy", "softmax")
    if size == 1:
        return choose_loss_and_activation(context, "BinaryCrossentropy", "sigmoid")
    return choose_loss_and_activation(context, "SparseCategoricalCrossentropy", "softmax")


def scores_for_probabilities(context: Context) -> Iterator[Problem]:
    """L09, L10: the loss expects probabilities and gets raw scores."""
    head, loss = context.head, context.loss
    if head is None or loss not in CLASS_LOSSES or context.from_logits:
        return
    if head.activation not in _SCORES:
        return
    better = "sigmoid" if loss in BINARY else "softmax"
    if better == "softmax" and head.tensor.shape[-1] == 1:
        return  # softmax of one number is no better; the number of units is at fault
    yield Problem(
        "loss.needs_probabilities",
        Severity.ERROR,
        tr(
            "{layer} gives raw scores, but {loss} expects probabilities.",
            layer=layer_title(head.output),
            loss=loss,
        ),
        tr(
            "Give the last layer the activation {better}, or set from_logits in the loss.",
            better=better,
        ),
        node=(head.activated or head.output).id,
        setting="activation",
        fixes=(
            *([] if head.activated is None else [set_activation(head.activated, better)]),
            set_from_logits(context, True),
        ),
    )


def sigmoid_for_classes(context: Context) -> Iterator[Problem]:
    """L03: independent yes-or-no answers where exactly one class is right."""
    head = context.head
    if head is None or head.activated is None or context.from_logits:
        return
    several = (head.tensor.shape[-1] or 0) > 1
    if head.activation == "sigmoid" and several and context.loss in SPARSE | CATEGORICAL:
        yield Problem(
            "loss.sigmoid_for_classes",
            Severity.WARNING,
            tr(
                "{layer} answers yes or no for each class by itself.",
                layer=layer_title(head.output),
            ),
            tr("Where exactly one class is right, softmax shares the certainty among them."),
            node=head.activated.id,
            setting="activation",
            fixes=(set_activation(head.activated, "softmax"),),
        )


def probability_twice(context: Context) -> Iterator[Problem]:
    """L11: softmax or sigmoid in the network and in the loss."""
    head = context.head
    if head is None or head.activated is None or not context.from_logits:
        return
    if head.activation not in _PROBABILITIES:
        return
    node = head.activated
    apart = node.class_name in ("Softmax", "Activation")
    fix = (
        Fix(tr("Remove '{name}'", name=node.name), partial(bypass, key=node.id))
        if apart
        else set_activation(node, "linear")
    )
    yield Problem(
        "loss.probability_twice",
        Severity.ERROR,
        tr(
            "{activation} is applied twice: by {layer} and by the loss.",
            activation=head.activation,
            layer=layer_title(node),
        ),
        tr("With from_logits the loss makes probabilities of raw scores itself."),
        node=node.id,
        setting="activation",
        fixes=(fix, set_from_logits(context, False)),
    )


def target_range(context: Context) -> Iterator[Problem]:
    """L08: yes-or-no answers other than 0 and 1."""
    profile = context.profile
    if profile is None or context.loss not in BINARY or profile.target != "same as input":
        return
    y = profile.y
    if y.minimum is not None and y.maximum is not None and (y.minimum < 0 or y.maximum > 1):
        yield Problem(
            "loss.target_range",
            Severity.ERROR,
            tr(
                "{loss} needs answers from 0 to 1, but they run from {least:g} to {most:g}.",
                loss=context.loss,
                least=y.minimum,
                most=y.maximum,
            ),
            tr("Scale the data to 0 to 1, or choose MeanSquaredError."),
            fixes=(
                *option_fixes(context, "scale", "0 to 1", tr("Scale the data to 0 to 1")),
                choose_loss_and_activation(context, "MeanSquaredError", "linear"),
            ),
        )


def accuracy_of_numbers(context: Context) -> Iterator[Problem]:
    """L15: accuracy where quantities are predicted."""
    profile, metrics = context.profile, context.settings.metrics
    if profile is None or profile.target != "number":
        return
    if any(is_accuracy(metric) for metric in metrics) and context.loss not in CLASS_LOSSES:
        yield Problem(
            "metric.accuracy_of_numbers",
            Severity.WARNING,
            tr("Accuracy counts exact hits, which means nothing for quantities."),
            tr("Choose MeanAbsoluteError: it says how far off the answers are on average."),
            fixes=(
                replace_metric(
                    context, tr("Choose MeanAbsoluteError"), is_accuracy, "MeanAbsoluteError"
                ),
            ),
        )

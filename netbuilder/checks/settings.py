"""Rules about the training settings by themselves: loss, optimizer, metrics, callbacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from netbuilder.catalog.arguments import is_number
from netbuilder.catalog.spec import Family
from netbuilder.checks.context import Context
from netbuilder.checks.fixes import (
    change_callback,
    set_optimizer_param,
    training_fix,
)
from netbuilder.checks.names import class_of, is_accuracy
from netbuilder.checks.outputs import class_count
from netbuilder.graph import Config
from netbuilder.i18n import tr
from netbuilder.training.settings import DEFAULT_OPTIMIZER, OutputSettings, TrainingSettings
from netbuilder.validation import Fix, Problem, Severity

_GRADIENT_DESCENT = frozenset(("SGD",))
_SCALE_FREE = frozenset(("Adadelta", "Adafactor", "Ftrl", "LossScaleOptimizer"))
"""Optimizers whose learning rate means something else; 1.0 is usual for Adadelta."""
_HIGH_FOR_ADAM, _HIGH_FOR_SGD, _FAR_TOO_HIGH = 0.05, 0.1, 1.0
_HIGH_WITH_NORMALIZATION = 0.5
_USUAL_SPLIT = 0.2


def known_classes(context: Context) -> Iterator[Problem]:
    """Everything that training needs is a class of Keras."""
    settings = context.project.training
    wanted: tuple[tuple[Family, str, Sequence[Config]], ...] = (
        (Family.LOSS, "loss", [one.loss for one in trained_outputs(context)]),
        (Family.OPTIMIZER, "optimizer", (settings.optimizer,)),
        (Family.CALLBACK, "callback", settings.callbacks),
        (Family.METRIC, "metric", [m for m in _metrics(context) if not is_accuracy(m)]),
    )
    for family, word, configs in wanted:
        for config in dict.fromkeys(configs):
            if class_of(config.class_name, family, context.catalog) is None:
                yield Problem(
                    f"training.unknown_{word}",
                    Severity.ERROR,
                    tr(
                        "Keras has no {name} among its {family}.",
                        name=config.class_name,
                        family=family.value,
                    ),
                    tr("It may come from another version of Keras."),
                    fixes=_known_instead(family, config),
                )


def trained_outputs(context: Context) -> list[OutputSettings]:
    """Return how each output is trained."""
    settings = context.project.training
    return [settings.of(name) for name in context.output_names or ("",)]


def _metrics(context: Context) -> list[Config]:
    return [metric for output in trained_outputs(context) for metric in output.metrics]


def custom_faults(context: Context) -> Iterator[Problem]:
    """The student's own loss, metrics and callbacks can be used, as far as reading them tells."""
    wanted = [(Family.LOSS, one.loss) for one in trained_outputs(context)]
    wanted += [(Family.METRIC, metric) for metric in _metrics(context)]
    wanted += [(Family.CALLBACK, one) for one in context.project.training.callbacks]
    for family, config in dict.fromkeys(wanted):
        spec = context.catalog.families[family].get(config.class_name)
        if spec is not None and spec.fault:
            yield Problem(
                "training.custom_fault",
                Severity.ERROR,
                tr("{name} cannot be used: {reason}", name=spec.name, reason=spec.fault),
                tr("It is code of your own, which can be mended in the Own code panel."),
            )


def weights_of_no_classes(context: Context) -> Iterator[Problem]:
    """Class weights are wished for where Keras takes none."""
    if not context.project.training.class_weights:
        return
    profile = context.profile
    if context.output_names:
        message = tr("Keras weighs no classes in a network of several outputs.")
    elif context.project.data.options.get("sample_weights"):
        message = tr("Keras weighs either samples or classes, and the samples have weights here.")
    elif profile is not None and not class_count(profile):
        message = tr("The answers in the data are no classes, so there are none to weigh.")
    else:
        return
    title = tr("Do not weigh classes")
    yield Problem(
        "training.class_weights",
        Severity.WARNING,
        message,
        tr("Class weights let rare classes count as much as frequent ones."),
        fixes=(training_fix(title, lambda s: replace(s, class_weights=False)),),
    )


def _known_instead(family: Family, config: Config) -> tuple[Fix, ...]:
    """Return the fix that leaves out what Keras lacks, or takes the usual class instead."""
    match family:
        case Family.OPTIMIZER:
            title = tr("Choose {name}", name=DEFAULT_OPTIMIZER.class_name)
            return (training_fix(title, lambda s: replace(s, optimizer=DEFAULT_OPTIMIZER)),)
        case Family.CALLBACK:
            return (change_callback(tr("Remove {name}", name=config.class_name), config, None),)
        case Family.METRIC:
            title = tr("Remove {name}", name=config.class_name)
            return (training_fix(title, partial(_without_metric, metric=config)),)
        case _:
            return ()


def _without_metric(settings: TrainingSettings, metric: Config) -> TrainingSettings:
    """Return settings in which no output has a metric."""
    outputs = (settings.of(""), *settings.outputs)
    for output in outputs:
        kept = tuple(one for one in output.metrics if one != metric)
        settings = settings.with_output(replace(output, metrics=kept))
    return settings


def figures(context: Context) -> Iterator[Problem]:
    """Epochs, batch size and validation split are within their limits."""
    settings = context.project.training
    if settings.epochs < 1:
        fix = training_fix(tr("Train for 1 epoch"), lambda s: replace(s, epochs=1))
        yield _wrong("training.epochs", tr("Training needs at least 1 epoch."), fix=fix)
    if settings.batch_size < 1:
        fix = training_fix(tr("Take batches of 32"), lambda s: replace(s, batch_size=32))
        yield _wrong("training.batch_size", tr("A batch needs at least 1 sample."), fix=fix)
    if not 0 <= settings.validation_split < 1:
        yield _wrong(
            "training.validation_split",
            tr("The share of samples to validate on must be at least 0 and below 1."),
            fix=hold_back(),
        )


def learning_rate(context: Context) -> Iterator[Problem]:
    """O01, O02: the learning rate is far too high, or not above 0."""
    optimizer = context.project.training.optimizer
    rate = optimizer.params.get("learning_rate")
    name = class_of(optimizer.class_name, Family.OPTIMIZER, context.catalog)
    if not is_number(rate) or name is None:
        return
    usual = 0.01 if name in _GRADIENT_DESCENT else 0.001
    if rate <= 0:
        yield _wrong(
            "training.learning_rate",
            tr("The learning rate must be above 0, but is {rate:g}.", rate=rate),
            tr("With 0 the network stays as it is; below 0 it learns to be wrong."),
            fix=set_optimizer_param("learning_rate", usual),
        )
    elif name not in _SCALE_FREE and rate >= _limit(context, name):
        yield Problem(
            "training.learning_rate",
            Severity.ERROR if rate >= _FAR_TOO_HIGH else Severity.WARNING,
            tr("A learning rate of {rate:g} is far too high for {name}.", rate=rate, name=name),
            tr("Each step would jump past the goal. {usual:g} is usual.", usual=usual),
            fixes=(set_optimizer_param("learning_rate", usual),),
        )


def _limit(context: Context, optimizer: str) -> float:
    """Return from where on a learning rate is too high for this network."""
    classes = [context.graph.nodes[key].class_name for key in context.report.order]
    weighty = sum(1 for key in context.report.order if context.report.nodes[key].params)
    if weighty < 2 or "BatchNormalization" in classes:
        return _HIGH_WITH_NORMALIZATION + 1e-9
    return _HIGH_FOR_SGD + 1e-9 if optimizer in _GRADIENT_DESCENT else _HIGH_FOR_ADAM


def clipping(context: Context) -> Iterator[Problem]:
    """O08: gradients are cut to nothing."""
    params = context.project.training.optimizer.params
    for name in ("clipnorm", "clipvalue", "global_clipnorm"):
        value = params.get(name)
        if is_number(value) and value <= 0:
            yield _wrong(
                "training.clipping",
                tr(
                    "{name} is {value:g}, which cuts every gradient to zero.",
                    name=name,
                    value=value,
                ),
                tr("Leave it empty, or try 1.0."),
                fix=set_optimizer_param(name, None),
            )


def hold_back() -> Fix:
    """Return the fix that keeps some samples to validate on."""
    title = tr("Hold back {share:.0%} of the data to validate on", share=_USUAL_SPLIT)
    return training_fix(title, lambda s: replace(s, validation_split=_USUAL_SPLIT))


def _wrong(code: str, message: str, why: str = "", *, fix: Fix) -> Problem:
    return Problem(code, Severity.ERROR, message, why, fixes=(fix,))

"""Rules about how the metrics fit the output and the answers in the data."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from netbuilder.catalog.spec import Family
from netbuilder.checks.context import Context
from netbuilder.checks.fixes import option_fixes, replace_metric
from netbuilder.checks.names import class_of, is_accuracy
from netbuilder.graph import Config
from netbuilder.i18n import tr
from netbuilder.validation import Fix, Problem, Severity
from netbuilder.validation.wiring import layer_title

OF_COLUMNS = frozenset(
    ("BinaryCrossentropy", "CategoricalCrossentropy", "F1Score", "FBetaScore",
     "TopKCategoricalAccuracy")
)  # fmt: skip
"""Metrics that fail where the answers are single numbers, not rows, whatever the network gives."""

OF_SEVERAL = OF_COLUMNS | {"SparseCategoricalCrossentropy"}
"""Metrics that fail where the answers are single numbers, and the network gives one as well."""

ONE_BY_ONE = OF_COLUMNS | frozenset(
    (
        "AUC", "Accuracy", "BinaryAccuracy", "BinaryIoU", "CategoricalHinge",
        "ConcordanceCorrelation", "CosineSimilarity", "FalseNegatives", "FalsePositives", "Hinge",
        "IoU", "KLDivergence", "LogCoshError", "MeanAbsoluteError", "MeanAbsolutePercentageError",
        "MeanIoU", "MeanSquaredError", "MeanSquaredLogarithmicError", "PearsonCorrelation",
        "Poisson", "Precision", "PrecisionAtRecall", "R2Score", "Recall", "RecallAtPrecision",
        "RootMeanSquaredError", "SensitivityAtSpecificity", "SpecificityAtSensitivity",
        "SquaredHinge", "TrueNegatives", "TruePositives",
    )
)  # fmt: skip
"""Metrics that fail where the answers are single numbers, but the network gives rows of them."""

OF_CLASS_NUMBERS = frozenset(
    ("SparseCategoricalAccuracy", "SparseCategoricalCrossentropy", "SparseTopKCategoricalAccuracy")
)
"""Metrics that fail where the answers are rows."""

_BETTER_FOR_NUMBERS = {
    "BinaryAccuracy": "SparseCategoricalAccuracy",
    "Accuracy": "SparseCategoricalAccuracy",
    "BinaryCrossentropy": "SparseCategoricalCrossentropy",
    "CategoricalCrossentropy": "SparseCategoricalCrossentropy",
    "TopKCategoricalAccuracy": "SparseTopKCategoricalAccuracy",
}
_BETTER_FOR_ROWS = {
    "SparseCategoricalAccuracy": "CategoricalAccuracy",
    "SparseCategoricalCrossentropy": "CategoricalCrossentropy",
    "SparseTopKCategoricalAccuracy": "TopKCategoricalAccuracy",
}


def fitting(context: Context) -> Iterator[Problem]:
    """L16: a metric compares answers and output number by number, but they are not alike.

    Losses squeeze their arguments into one form, metrics do not (Keras 3.15).
    """
    head, profile = context.head, context.profile
    if head is None or profile is None or profile.target in ("same as input", "other"):
        return
    single, rows = not profile.y.shape, (head.tensor.shape[-1] or 0) > 1
    if single and rows and profile.target == "number":
        return  # the network gives too much, which another rule tells
    if single:
        wrong, better = (ONE_BY_ONE, _BETTER_FOR_NUMBERS) if rows else (OF_SEVERAL, {})
    else:
        wrong, better = OF_CLASS_NUMBERS, _BETTER_FOR_ROWS
    for metric in dict.fromkeys(context.settings.metrics):
        name = class_of(metric.class_name, Family.METRIC, context.catalog)
        if is_accuracy(metric) or name is None or name not in wrong:
            continue
        given = tr("a row of numbers") if rows else tr("one number in a row")
        yield Problem(
            "metric.form",
            Severity.ERROR,
            tr(
                "{metric} cannot compare {layer} with the answers: the training would fail.",
                metric=name,
                layer=layer_title(head.output),
            ),
            tr("An answer is a single number, but the network gives {given}.", given=given)
            if single
            else tr("An answer is a row of numbers, but the metric takes class numbers."),
            fixes=tuple(_mending(context, metric, better.get(name, ""), rows=single and rows)),
        )


def _mending(context: Context, metric: Config, better: str, *, rows: bool) -> Iterator[Fix]:
    same = partial(_is, other=metric)
    if better:
        yield replace_metric(context, tr("Choose {name}", name=better), same, better)
    if rows:
        yield from option_fixes(context, "labels", "one-hot", tr("Take one-hot labels"))
    yield replace_metric(context, tr("Remove {name}", name=metric.class_name), same)


def _is(metric: Config, other: Config) -> bool:
    return metric == other

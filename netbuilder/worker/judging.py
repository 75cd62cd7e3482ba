"""Compares one output of a network with what it should give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from scipy.special import expit, softmax
from sklearn.metrics import (
    auc,
    average_precision_score,
    confusion_matrix,
    precision_recall_curve,
    r2_score,
    roc_curve,
)

from netbuilder.i18n import tr
from netbuilder.training.evaluation import Curve, OutputEvaluation, OutputKind
from netbuilder.worker.samples import numbers_text

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

_CURVE_POINTS = 200
_CURVES = 20
"""Of so many classes curves are drawn at most."""
_POINTS = 1_000
_BARS = 31


@dataclass(frozen=True, slots=True)
class Judged:
    """One output with all its samples.

    Attributes:
        told: What the window is told.
        true: What each sample should give: class numbers, or numbers as they are.
        given: What the network gives: a probability for each class, or numbers as they are.
        errors: How wrong each sample is; greater is worse, and 0 is right.
        logits: Whether the network gives logits, from which probabilities are made.
    """

    told: OutputEvaluation
    true: Array
    given: Array
    errors: Array
    logits: bool

    def worst(self) -> Array:
        """Return the places of the samples that are wrong, the worst first."""
        order = np.argsort(-self.errors, kind="stable")
        return order[self.errors[order] > 0]

    def in_cell(self, true: int, predicted: int) -> Array:
        """Return the places of the samples of a true and a predicted class, if any."""
        if not self.told.classes:
            return np.empty(0, dtype=int)
        return np.flatnonzero((self.true == true) & (self.given.argmax(axis=1) == predicted))

    def shares(self, values: Array) -> Array:
        """Return the probability of each class, given what the network gives for a sample."""
        rows = _shares(values[np.newaxis].astype("float64"), self.told.kind, logits=self.logits)
        return np.asarray(rows[0])

    def say(self, values: Array) -> str:
        """Say in words what the network gives for a sample."""
        return self._text(self.shares(values) if self.told.classes else values)

    def truth_text(self, place: int) -> str:
        """Say what a sample should give."""
        if self.told.classes:
            return self.told.classes[int(self.true[place])]
        return numbers_text(self.true[place]) if self.told.kind == "numbers" else ""

    def answer_text(self, place: int) -> str:
        """Say what the network gives for a sample, or how far off that is."""
        if self.told.kind == "other":
            return tr("error {error}", error=f"{self.errors[place]:.4g}")
        return self._text(self.given[place])

    def _text(self, given: Array) -> str:
        if not self.told.classes:
            return numbers_text(given)
        best = int(given.argmax())
        return f"{self.told.classes[best]} ({given[best]:.0%})"


def judge(name: str, true: Array, given: Array, class_names: Sequence[str], loss: Any) -> Judged:
    """Compare an output with what it should give.

    Args:
        name: The output's layer.
        true: Of shape (samples, ...): class numbers, rows with one 1, or numbers.
        given: What the network gives, of shape (samples, ...).
        class_names: As the data have them; used if there are as many as classes.
        loss: The output's loss, which tells whether it gives logits.
    """
    kind = _kind(true, given)
    logits = _from_logits(loss)
    if kind in ("classes", "binary"):
        return _judged_classes(name, kind, true, given, class_names, logits=logits)
    return _judged_numbers(name, kind, true, given)


def _kind(true: Array, given: Array) -> OutputKind:
    """Tell what kind of answer an output gives."""
    flat = given.ndim == 2 and true.reshape(len(true), -1).shape[1] in (1, given.shape[1])
    if not flat:
        return "other"
    whole = np.issubdtype(true.dtype, np.integer) or bool((true == np.round(true)).all())
    if given.shape[1] == 1:
        return "binary" if whole and np.isin(true, (0, 1)).all() else "numbers"
    if true.reshape(len(true), -1).shape[1] == 1:
        fits = whole and true.min() >= 0 and true.max() < given.shape[1]
        return "classes" if fits else "numbers"
    ones = np.isin(true, (0, 1)).all() and (true.sum(axis=1) == 1).all()
    return "classes" if ones else "numbers"


def _from_logits(loss: Any) -> bool:
    """Tell whether a loss takes logits."""
    config: dict[str, Any] = getattr(loss, "get_config", dict)()
    return bool(config.get("from_logits"))


def _shares(given: Array, kind: OutputKind, *, logits: bool) -> Array:
    """Return a probability for each sample and class."""
    if kind == "binary":
        yes = (expit(given) if logits else given).reshape(-1)
        return np.stack([1 - yes, yes], axis=1)
    return softmax(given, axis=1) if logits else given


def _judged_classes(
    name: str,
    kind: OutputKind,
    true: Array,
    given: Array,
    class_names: Sequence[str],
    *,
    logits: bool,
) -> Judged:
    shares = _shares(given.astype("float64"), kind, logits=logits)
    rows = true.reshape(len(true), -1)
    numbers = rows.argmax(axis=1) if rows.shape[1] > 1 else rows[:, 0].astype(int)
    count = shares.shape[1]
    classes = list(class_names) if len(class_names) == count else list(map(str, range(count)))
    predicted = shares.argmax(axis=1)
    table = confusion_matrix(numbers, predicted, labels=range(count))
    drawn = [1] if count == 2 else list(range(count))[:_CURVES]
    wanted = [place for place in drawn if 0 < int((numbers == place).sum()) < len(numbers)]
    told = OutputEvaluation(
        name,
        kind,
        scores={"accuracy": float((numbers == predicted).mean()), **_f_scores(table)},
        classes=classes,
        confusion=table.tolist(),
        roc=[_roc(classes[p] if count > 2 else "", numbers == p, shares[:, p]) for p in wanted],
        precision=[
            _precision(classes[p] if count > 2 else "", numbers == p, shares[:, p]) for p in wanted
        ],
    )
    sureness = shares.max(axis=1)
    errors = np.where(predicted == numbers, 0.0, np.maximum(sureness, 1e-9))
    return Judged(told, numbers, shares, errors, logits)


def _f_scores(table: Array) -> dict[str, float]:
    """Return precision, recall and F1, each the plain mean over the classes that occur."""
    hits = np.diag(table).astype(float)
    actual, claimed = table.sum(axis=1), table.sum(axis=0)
    there = actual > 0
    recall = np.divide(hits, actual, out=np.zeros_like(hits), where=actual > 0)
    precision = np.divide(hits, claimed, out=np.zeros_like(hits), where=claimed > 0)
    both = precision + recall
    f1 = np.divide(2 * precision * recall, both, out=np.zeros_like(hits), where=both > 0)
    means = (("precision", precision), ("recall", recall), ("F1", f1))
    return {name: float(values[there].mean()) for name, values in means}


def _roc(label: str, positive: Array, share: Array) -> Curve:
    wrong, right, _ = roc_curve(positive, share)
    return _curve(label, wrong, right, float(auc(wrong, right)))


def _precision(label: str, positive: Array, share: Array) -> Curve:
    precision, recall, _ = precision_recall_curve(positive, share)
    area = float(average_precision_score(positive, share))
    return _curve(label, recall[::-1], precision[::-1], area)


def _curve(label: str, x: Array, y: Array, area: float) -> Curve:
    """Return a curve with no more points than can be seen."""
    places = np.unique(np.linspace(0, len(x) - 1, _CURVE_POINTS).round().astype(int))
    return Curve(label, x[places].tolist(), y[places].tolist(), area)


def _judged_numbers(name: str, kind: OutputKind, true: Array, given: Array) -> Judged:
    wanted = true.reshape(given.shape) if true.size == given.size else true
    if wanted.shape != given.shape:
        told = OutputEvaluation(name, "other", {})
        return Judged(told, true, given, np.zeros(len(given)), logits=False)
    off = (given.astype("float64") - wanted).reshape(len(given), -1)
    errors = np.abs(off).mean(axis=1)
    scores = {
        "mean absolute error": float(np.abs(off).mean()),
        "root mean squared error": float(np.sqrt((off**2).mean())),
    }
    if kind != "numbers":
        counts, edges = np.histogram(errors, bins=_BARS)
        bars = {"residuals": counts.tolist(), "edges": edges.tolist()}
        return Judged(
            OutputEvaluation(name, kind, scores, **bars), true, given, errors, logits=False
        )
    if len(given) > 1:
        scores["R²"] = float(r2_score(wanted, given))
    counts, edges = np.histogram(off, bins=_BARS)
    places = np.unique(np.linspace(0, off.size - 1, _POINTS).round().astype(int))
    told = OutputEvaluation(
        name,
        kind,
        scores,
        true=wanted.reshape(-1)[places].astype(float).tolist(),
        predicted=given.reshape(-1)[places].astype(float).tolist(),
        residuals=counts.tolist(),
        edges=edges.tolist(),
    )
    return Judged(told, true, given, errors, logits=False)

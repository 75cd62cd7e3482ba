"""A sweep's plan in Optuna's words: samplers, pruners, and values that it suggests."""

from __future__ import annotations

import json
import time
import warnings
from collections.abc import Mapping

import optuna
from optuna.distributions import CategoricalChoiceType
from sqlalchemy.exc import DBAPIError

from netbuilder.graph.values import Value, value_to_json
from netbuilder.i18n import tr
from netbuilder.training.sweeps import (
    Between,
    Dimension,
    OneOf,
    Pruner,
    Sampler,
    SweepPlan,
    grid_values,
)

_HEARTBEAT = 30
"""Seconds between two signs of life of a trial in a storage that machines share."""
_PATIENCE = 120
"""Seconds without one after which a trial counts as failed."""

_ATTEMPTS, _PAUSE = 5, 0.4  # seconds


class StorageError(Exception):
    """The storage of a shared sweep cannot be used; the message is one plain sentence."""


def open_study(plan: SweepPlan, *, storage: str, name: str, seed: int) -> optuna.Study:
    """Return the study of a plan: a new one, or the one that other machines work on.

    Args:
        plan: What is varied, and how.
        storage: The address of a database for Optuna, as SQLAlchemy writes it
            (``sqlite:///sweep.db``); empty for none.
        name: What the study is called there.
        seed: Fixes what is suggested, as long as no other machine takes part.

    Raises:
        StorageError: the storage cannot be used.
    """
    optuna.logging.set_verbosity(optuna.logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # some of Optuna's classes say that they are young
        return optuna.create_study(
            storage=_shared(storage) if storage else None,
            sampler=_sampler(plan, None if storage else seed),
            pruner=_pruner(plan.pruner),
            study_name=name or None,
            direction="maximize" if plan.wants_high else "minimize",
            load_if_exists=True,
        )


def suggested(trial: optuna.Trial, plan: SweepPlan) -> dict[str, Value]:
    """Return the values that a trial is to have, by the names of the dimensions.

    Raises:
        StorageError: the trials of other machines have been chosen from other values.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a grid whose steps miss the upper limit
        try:
            return {dimension.name: _suggest(trial, dimension) for dimension in plan.dimensions}
        except ValueError:
            message = tr("In the storage there is another sweep of this name, over other values.")
            raise StorageError(message) from None


def values_of(params: Mapping[str, object], plan: SweepPlan) -> dict[str, Value]:
    """Return the values of a trial that perhaps another machine has made."""
    found: dict[str, Value] = {}
    for dimension in plan.dimensions:
        value = params.get(dimension.name)
        if isinstance(dimension.range, OneOf) and isinstance(value, str):
            found[dimension.name] = _labels(dimension.range).get(value, value)
        elif isinstance(value, int | float):
            found[dimension.name] = value
    return found


def _suggest(trial: optuna.Trial, dimension: Dimension) -> Value:
    name, span = dimension.name, dimension.range
    if isinstance(span, OneOf):
        labels = _labels(span)
        return labels[trial.suggest_categorical(name, list(labels))]
    if span.whole:
        step = int(span.step or 1)
        return trial.suggest_int(name, int(span.low), int(span.high), log=span.log, step=step)
    return trial.suggest_float(
        name, float(span.low), float(span.high), log=span.log, step=span.step
    )


def _labels(span: OneOf) -> dict[str, Value]:
    """Return the values of a choice by their text: Optuna takes words, but no lists."""
    return {json.dumps(value_to_json(value)): value for value in span.values}


def _sampler(plan: SweepPlan, seed: int | None) -> optuna.samplers.BaseSampler:
    match plan.sampler:
        case Sampler.TPE:
            return optuna.samplers.TPESampler(seed=seed)
        case Sampler.RANDOM:
            return optuna.samplers.RandomSampler(seed=seed)
        case Sampler.GRID:
            return optuna.samplers.GridSampler(_grid(plan), seed=seed)
        case Sampler.QMC:
            return optuna.samplers.QMCSampler(
                seed=seed, scramble=True, warn_independent_sampling=False
            )
        case Sampler.CMA_ES:
            return optuna.samplers.CmaEsSampler(seed=seed, warn_independent_sampling=False)
        case Sampler.GENETIC:
            return optuna.samplers.NSGAIISampler(seed=seed, population_size=10)


def _grid(plan: SweepPlan) -> dict[str, list[CategoricalChoiceType]]:
    return {
        dimension.name: list(_labels(dimension.range))
        if isinstance(dimension.range, OneOf)
        else _numbers(dimension.range)
        for dimension in plan.dimensions
    }


def _numbers(span: Between) -> list[CategoricalChoiceType]:
    return [value for value in grid_values(span) if isinstance(value, int | float)]


def _pruner(pruner: Pruner) -> optuna.pruners.BasePruner:
    match pruner:
        case Pruner.NONE:
            return optuna.pruners.NopPruner()
        case Pruner.MEDIAN:
            return optuna.pruners.MedianPruner(n_startup_trials=3, n_warmup_steps=1)
        case Pruner.HALVING:
            return optuna.pruners.SuccessiveHalvingPruner()
        case Pruner.HYPERBAND:
            return optuna.pruners.HyperbandPruner()


def _shared(address: str) -> optuna.storages.BaseStorage:
    """Open a database that several machines use; a trial whose machine died is found out.

    Where two machines come first at the same moment, one finds the tables half made and has
    to ask again.

    Raises:
        StorageError: it cannot be used.
    """
    reason = ""
    for _ in range(_ATTEMPTS):
        try:
            return optuna.storages.RDBStorage(
                address, heartbeat_interval=_HEARTBEAT, grace_period=_PATIENCE
            )
        except DBAPIError as error:
            reason = str(error.orig)
            time.sleep(_PAUSE)
        except Exception as error:  # of whatever the address names
            reason = str(error)
            break
    raise StorageError(tr("The storage of the sweep cannot be used: {reason}.", reason=reason))

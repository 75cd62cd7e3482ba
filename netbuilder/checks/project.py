"""Joins what validation found with what the data and the training settings add."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

from netbuilder.checks import (
    callbacks,
    data_choice,
    ends,
    inputs,
    layers,
    losses,
    metrics,
    outputs,
    pixels,
    settings,
    tuning,
    weights,
)
from netbuilder.checks.context import Context
from netbuilder.checks.sequential import sequential_problems
from netbuilder.dataset import Profile
from netbuilder.project import Project
from netbuilder.project.custom import catalog_of
from netbuilder.validation import Problem, Report
from netbuilder.validation.validate import sorted_problems

Rule: TypeAlias = Callable[[Context], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    inputs.no_data,
    data_choice.unusable,
    inputs.missing_values,
    ends.fed_inputs,
    ends.asked_outputs,
    settings.known_classes,
    settings.custom_faults,
    settings.weights_of_no_classes,
    settings.figures,
    settings.learning_rate,
    settings.clipping,
    tuning.second_phase,
    tuning.precision,
    callbacks.arguments,
    callbacks.packages,
    callbacks.monitors,
    weights.missing_file,
    weights.missing_file_of_a_network,
    layers.not_adapted,
    layers.huge,
    pixels.unprepared,
    sequential_problems,
)
"""The rules about the project as a whole; each yields the problems that it finds, and knows
nothing of the others."""

INPUT_RULES: tuple[Rule, ...] = (
    inputs.input_shape,
    inputs.input_dtype,
    inputs.unscaled,
    inputs.scaled_twice,
    layers.embedding,
)
"""The rules about an input; each is asked about every input by itself."""

OUTPUT_RULES: tuple[Rule, ...] = (
    outputs.rank,
    outputs.units,
    outputs.size,
    outputs.softmax_of_one,
    outputs.out_of_reach,
    outputs.dropout_at_the_end,
    losses.labels_and_loss,
    losses.loss_for_classes,
    losses.scores_for_probabilities,
    losses.sigmoid_for_classes,
    losses.probability_twice,
    losses.target_range,
    losses.accuracy_of_numbers,
    metrics.fitting,
)
"""The rules about an output, in the same way."""


def check_project(project: Project, report: Report, profile: Profile | None) -> Report:
    """Return ``report`` with the problems of the project as a whole added.

    Args:
        project: What is checked.
        report: The validation of its graph.
        profile: What was measured of its data, or None while that is not known.
    """
    context = Context(project, report, profile, catalog_of(project))
    known = (inputs.with_shape_of_data(problem, context) for problem in report.problems)
    found = [problem for rule in RULES for problem in rule(context)]
    found += [p for one in context.for_inputs() for rule in INPUT_RULES for p in rule(one)]
    found += [p for one in context.for_outputs() for rule in OUTPUT_RULES for p in rule(one)]
    order = (*report.order, *project.graph.nodes)
    return replace(report, problems=sorted_problems((*known, *found), order))

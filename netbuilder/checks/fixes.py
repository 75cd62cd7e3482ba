"""Fixes that change more than the network: the training settings or the choice of data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from netbuilder.checks.context import Context
from netbuilder.checks.edits import set_activation
from netbuilder.dataset.errors import DataError
from netbuilder.dataset.options import options_of
from netbuilder.graph import Config, Graph, Value
from netbuilder.i18n import tr
from netbuilder.project import Project
from netbuilder.training.settings import OutputSettings, TrainingSettings
from netbuilder.validation import Fix


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsFix(Fix):
    """A fix that changes the project as a whole; its ``edit`` leaves the network alone.

    Attributes:
        change: Gives the mended project.
    """

    change: Callable[[Project], Project]


def mended(project: Project, fix: Fix) -> Project:
    """Return a project after a fix of any kind."""
    if isinstance(fix, SettingsFix):
        return fix.change(project)
    return replace(project, graph=fix.edit(project.graph))


def project_fix(title: str, change: Callable[[Project], Project]) -> SettingsFix:
    """Return the fix that applies ``change``."""
    return SettingsFix(title, _unchanged, change=change)


def training_fix(title: str, change: Callable[[TrainingSettings], TrainingSettings]) -> SettingsFix:
    """Return the fix that changes the training settings."""
    return project_fix(title, lambda project: replace(project, training=change(project.training)))


def output_fix(
    context: Context, title: str, change: Callable[[OutputSettings], OutputSettings]
) -> SettingsFix:
    """Return the fix that changes how the output that is looked at is trained."""
    name = context.settings.name
    return training_fix(title, lambda s: s.with_output(change(s.of(name))))


def choose_loss(context: Context, loss: str) -> SettingsFix:
    """Return the fix that takes another loss."""
    title = tr("Choose {loss}", loss=loss)
    return output_fix(context, title, lambda output: replace(output, loss=Config(loss)))


def choose_loss_and_activation(context: Context, loss: str, activation: str) -> SettingsFix:
    """Return the fix that takes another loss and what it needs of the last layer."""
    head = context.head
    if head is None or head.activated is None or head.activation == activation:
        return choose_loss(context, loss)
    last = set_activation(head.activated, activation)
    title = tr("Choose {loss} and the activation {value}", loss=loss, value=activation)
    chosen = choose_loss(context, loss)
    return project_fix(title, lambda project: mended(mended(project, chosen), last))


def set_from_logits(context: Context, wanted: bool) -> SettingsFix:
    """Return the fix that tells the loss whether it gets raw scores."""
    title = tr("Set from_logits in the loss") if wanted else tr("Unset from_logits in the loss")
    return output_fix(context, title, partial(_with_from_logits, wanted=wanted))


def set_optimizer_param(name: str, value: Value) -> SettingsFix:
    """Return the fix that sets a parameter of the optimizer; None takes it away."""
    title = (
        tr("Remove {name}", name=name)
        if value is None
        else tr("Set {name} to {value}", name=name, value=value)
    )
    return training_fix(title, partial(_with_optimizer_param, name=name, value=value))


def change_callback(title: str, callback: Config, changed: Config | None) -> SettingsFix:
    """Return the fix that puts another callback in the place of one; None takes it away."""
    return training_fix(title, partial(_with_callback, callback=callback, changed=changed))


def replace_metric(
    context: Context, title: str, is_wrong: Callable[[Config], bool], better: str = ""
) -> SettingsFix:
    """Return the fix that takes a better metric, or none, for those that are wrong."""
    return output_fix(context, title, partial(_with_metric, is_wrong=is_wrong, better=better))


def option_fixes(context: Context, name: str, value: str, title: str) -> Iterator[SettingsFix]:
    """Propose another value for an option of the data, if the source takes it."""
    try:
        options = options_of(context.project.data)
    except DataError:
        return
    if any(option.name == name and value in option.choices for option in options):
        yield project_fix(title, partial(_with_option, name=name, value=value))


def _unchanged(graph: Graph) -> Graph:
    return graph


def _with_from_logits(output: OutputSettings, wanted: bool) -> OutputSettings:
    loss = output.loss
    params = loss.params.without("from_logits")
    if wanted:
        params = params.with_value("from_logits", True)
    return replace(output, loss=replace(loss, params=params))


def _with_optimizer_param(settings: TrainingSettings, name: str, value: Value) -> TrainingSettings:
    params = settings.optimizer.params.without(name)
    if value is not None:
        params = params.with_value(name, value)
    return replace(settings, optimizer=replace(settings.optimizer, params=params))


def _with_callback(
    settings: TrainingSettings, callback: Config, changed: Config | None
) -> TrainingSettings:
    places = ([changed] if each == callback else [each] for each in settings.callbacks)
    kept = tuple(each for place in places for each in place if each is not None)
    return replace(settings, callbacks=kept)


def _with_metric(
    output: OutputSettings, is_wrong: Callable[[Config], bool], better: str
) -> OutputSettings:
    chosen = [
        Config(better) if is_wrong(metric) else metric
        for metric in output.metrics
        if better or not is_wrong(metric)
    ]
    return replace(output, metrics=tuple(dict.fromkeys(chosen)))


def _with_option(project: Project, name: str, value: str) -> Project:
    data = project.data
    return replace(project, data=replace(data, options=data.options.with_value(name, value)))

"""Makes a run of a project: its script, its folder, its place in the store, its command."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from netbuilder.catalog.library import Catalog
from netbuilder.codegen.data import data_source
from netbuilder.codegen.script import script
from netbuilder.codegen.starting import START, Start
from netbuilder.project import Project
from netbuilder.project.file import ProjectError
from netbuilder.runs.command import epochs_of, train_command
from netbuilder.runs.folder import place_beside, prepare_run
from netbuilder.runs.model import Origin, Status
from netbuilder.runs.recording import Recorder, hash_data_later
from netbuilder.runs.store import RunStore
from netbuilder.training.commands import Train
from netbuilder.validation import Report


@dataclass(frozen=True, slots=True)
class Order:
    """A training that is wanted.

    Attributes:
        project: What is trained.
        report: What is known of its network.
        origin: Where it comes from.
        state: The model file that it goes on from; None to begin with fresh weights.
    """

    project: Project
    report: Report
    origin: Origin = field(default_factory=Origin)
    state: Path | None = None


def begin_run(store: RunStore, order: Order, catalog: Catalog) -> tuple[Recorder, Train]:
    """Begin a run; return who records it, and what the worker is to be told.

    Raises:
        DataError: the project's data lack something.
        ProjectError: the project cannot be written.
        RunStoreError: the store cannot be used.
        OSError: the run's folder cannot be written.
    """
    project, settings = order.project, order.project.training
    if order.state is not None:  # which is nearer than what the first of all runs began with
        project = replace(project, weights=None)
    data = data_source(project.data)
    start = Start(order.origin.epochs_before) if order.state is not None else None
    source = script(project, order.report, catalog, start=start)
    run = store.begin(
        project.title,
        seed=settings.seed,
        epochs=epochs_of(project, order.report),
        origin=order.origin,
    )
    try:
        path = prepare_run(run.folder, project, source.text, data.files)
        if order.state is not None:
            place_beside(order.state, run.folder, name=START)
    except (OSError, ProjectError):
        store.finish(run.id, Status.FAILED, {})
        raise
    hash_data_later(store, run, data.code, data.files)
    return Recorder(store, run), train_command(path, project, order.report, source)

"""``netbuilder train``: trains in a worker process, as the window does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from netbuilder.cli.export import write_script
from netbuilder.cli.inputs import Checked, check, open_project, require_data, require_trust
from netbuilder.cli.interrupts import interrupts
from netbuilder.cli.output import Exit, InputError
from netbuilder.cli.progress import Progress, choose_progress
from netbuilder.codegen.data import data_source
from netbuilder.dataset import NO_DATA
from netbuilder.i18n import tr
from netbuilder.project import Project
from netbuilder.project.file import ProjectError
from netbuilder.runs.command import epochs_of, train_command
from netbuilder.runs.folder import LOG, prepare_run, write_history
from netbuilder.runs.recording import Recorder, hash_data_later
from netbuilder.runs.store import RunStore, RunStoreError, Status
from netbuilder.training.client import WorkerClient, until_the_end
from netbuilder.training.commands import Stop, Train
from netbuilder.training.history import Stage


def train(
    file: str,
    *,
    epochs: int | None,
    seed: int | None,
    run_dir: str | None,
    trust_code: bool,
    as_json: bool,
) -> Exit:
    """Train a project and follow it to its end.

    Args:
        file: The project.
        epochs: Instead of the project's own.
        seed: Instead of the project's own.
        run_dir: The run's folder; None for a new one in the run store.
        trust_code: Whether the project's own code may run though nobody has trusted it here.
        as_json: Whether to write events as JSON lines.

    Raises:
        InputError: the project, its data or the run's folder cannot be used.
    """
    checked = check(file, _with_settings(open_project(file), epochs, seed))
    require_data(checked)
    if not trust_code:
        require_trust(checked)
    progress = choose_progress(checked, as_json=as_json)
    progress.problems()
    if not checked.report.ok:
        return Exit.ERRORS
    if checked.project.data == NO_DATA:
        raise InputError(tr("{file} has no data to train on.", file=file))
    try:
        return _train(checked, Path(run_dir) if run_dir else None, progress)
    except (RunStoreError, ProjectError) as error:
        raise InputError(str(error)) from None
    except OSError as error:
        message = tr("The run cannot be prepared: {reason}.", reason=error.strerror or error)
        raise InputError(message) from None


def _with_settings(project: Project, epochs: int | None, seed: int | None) -> Project:
    settings = project.training
    if epochs is not None:
        settings = replace(settings, epochs=epochs)
    if seed is not None:
        settings = replace(settings, seed=seed)
    return replace(project, training=settings)


def _train(checked: Checked, folder: Path | None, progress: Progress) -> Exit:
    project = checked.project
    source, data_files = write_script(checked)
    store = RunStore()
    run = store.begin(
        project.title,
        seed=project.training.seed,
        epochs=epochs_of(project, checked.report),
        folder=folder,
    )
    recorder = Recorder(store, run)
    try:
        script = prepare_run(run.folder, project, source.text, data_files)
        hash_data_later(store, run, data_source(project.data).code, data_files)
        command = train_command(script, project, checked.report, source)
        _follow(command, recorder, progress, project.training.batch_size)
        history = recorder.history
        if history.stage is Stage.FAILED:  # else the script itself has written it
            write_history(run.folder, history.epoch_logs)
    finally:
        if recorder.history.running:
            store.finish(run.id, Status.FAILED, recorder.history.last_logs)
    return Exit.ERRORS if history.stage is Stage.FAILED else Exit.DONE


def _follow(command: Train, recorder: Recorder, progress: Progress, batch_size: int) -> None:
    """Let a worker train to its end."""
    run = recorder.run
    with (run.folder / LOG).open("w", encoding="utf-8") as log, WorkerClient(log) as worker:
        worker.send(command)
        with interrupts(lambda: worker.send(Stop()), worker.kill):
            for event in until_the_end(worker, batch_size):
                recorder.take(event)
                progress.event(event, recorder.history, run)

"""``netbuilder runs``: all trainings so far."""

from __future__ import annotations

from netbuilder.cli.output import Exit, InputError, say, say_json
from netbuilder.i18n import tr
from netbuilder.runs.store import Run, RunStore, RunStoreError


def list_runs(*, as_json: bool) -> Exit:
    """Write all runs, the newest first.

    Raises:
        InputError: the list of runs cannot be read.
    """
    try:
        runs = RunStore().list()
    except RunStoreError as error:
        raise InputError(str(error)) from None
    for run in runs:
        if as_json:
            say_json(_to_json(run))
        else:
            say(_line(run))
    if not runs and not as_json:
        say(tr("No runs yet."))
    return Exit.DONE


def _to_json(run: Run) -> dict[str, object]:
    return {
        "id": run.id,
        "title": run.title,
        "started": run.started.isoformat(),
        "finished": run.finished.isoformat() if run.finished else None,
        "status": run.status.value,
        "seed": run.seed,
        "epochs": run.epochs,
        "logs": dict(run.logs),
        "folder": str(run.folder),
        "epochs_done": run.epochs_done,
        "seconds": run.seconds,
        "parent": run.parent,
        "starred": run.starred,
        "note": run.note,
        "data_hash": run.data_hash,
        "versions": dict(run.versions),
    }


def _line(run: Run) -> str:
    when = run.started.astimezone().strftime("%Y-%m-%d %H:%M")
    figures = "  ".join(
        f"{name} {value:.4g}" for name, value in run.logs.items() if value is not None
    )
    return f"{run.id:>5}  {when}  {run.status.value:<8}  {run.title}  {figures}".rstrip()

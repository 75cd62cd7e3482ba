"""What the Runs menu does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from netbuilder.i18n import tr
from netbuilder.runs.model import Run
from netbuilder.ui.actions import Command

if TYPE_CHECKING:
    from netbuilder.ui.runs.panel import RunsPanel
    from netbuilder.ui.window import MainWindow

_ON_ONE = ("run_open", "run_note", "run_continue", "run_results")
_ON_SOME = ("run_star", "run_delete")
_ON_TWO = ("run_difference",)
ON_RUNS = (
    "run_open",
    "run_continue",
    "run_results",
    "run_star",
    "run_note",
    "run_difference",
    "run_export",
    "run_figures",
    "run_delete",
)
"""What the context menu of the runs holds."""


def run_commands(window: MainWindow) -> tuple[Command, ...]:
    """Return the commands on the runs that are chosen in the runs panel."""
    return (*_on_one(window), *_on_several(window), *_on_the_list(window))


def _on_one(window: MainWindow) -> tuple[Command, ...]:
    """Return the commands on what a single run is and has learnt."""
    act, menu = partial(_act, window), tr("&Runs")
    return (
        Command(
            "run_open",
            tr("&Open the project of the run"),
            menu,
            act(lambda panel: panel.open_project()),
            tip=tr("Open the project as it was when it was trained, as a new one"),
        ),
        Command(
            "run_continue",
            tr("&Continue for more epochs"),
            menu,
            act(lambda panel: panel.continue_chosen()),
            tip=tr("Train what the run has learnt further, as a run of its own"),
        ),
        Command(
            "run_results",
            tr("&Results of the run"),
            menu,
            partial(_show_results, window),
            tip=tr("See what the network of the run gets right and wrong, and ask it"),
        ),
        Command(
            "run_star",
            tr("&Mark with a star"),
            menu,
            act(lambda panel: panel.toggle_stars()),
            separated=True,
        ),
        Command("run_note", tr("&Note on the run …"), menu, act(lambda panel: panel.edit_note())),
    )


def _on_several(window: MainWindow) -> tuple[Command, ...]:
    """Return the commands that set runs side by side."""
    menu = tr("&Runs")
    return (
        Command(
            "run_difference",
            tr("What &differs between two runs"),
            menu,
            _act(window, lambda panel: panel.show_difference()),
            separated=True,
        ),
        Command(
            "sweep_results",
            tr("Trials of the s&weep"),
            menu,
            window.sweeps.show_results,
            tip=tr("See the trials of a sweep over parallel axes"),
        ),
        Command(
            "use_trial",
            tr("&Use the settings of the trial"),
            menu,
            window.sweeps.use_settings,
            tip=tr("Give the project the settings of the chosen trial, or of the best one"),
        ),
    )


def _on_the_list(window: MainWindow) -> tuple[Command, ...]:
    """Return the commands that save runs as files, or delete them."""
    act, menu = partial(_act, window), tr("&Runs")
    return (
        Command(
            "run_export", tr("Save &table of runs …"), menu, act(lambda panel: panel.export_table())
        ),
        Command(
            "run_figures",
            tr("Save &figures of runs …"),
            menu,
            act(lambda panel: panel.export_figures()),
        ),
        Command(
            "run_delete",
            tr("De&lete runs …"),
            menu,
            act(lambda panel: panel.delete()),
            separated=True,
        ),
    )


def _act(window: MainWindow, do: Callable[[RunsPanel], None]) -> Callable[[], None]:
    """Return what does ``do`` with the panel, which is made only then."""
    return lambda: do(window.runs)


def _show_results(window: MainWindow) -> None:
    for run in window.runs.chosen[:1]:
        window.show_results(run)


def show_possible(actions: Mapping[str, QAction], chosen: Sequence[Run], *, training: bool) -> None:
    """Enable what can be done with the chosen runs."""
    for keys, possible in (
        (_ON_ONE, len(chosen) == 1),
        (_ON_SOME, bool(chosen)),
        (_ON_TWO, len(chosen) == 2),
    ):
        for key in keys:
            actions[key].setEnabled(possible)
    if training:
        actions["run_continue"].setEnabled(False)

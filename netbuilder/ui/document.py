"""The open project: the one place where the window's truth lives and changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal

from netbuilder.catalog.library import Catalog
from netbuilder.checks import check_project
from netbuilder.checks.custom import with_inert
from netbuilder.checks.fixes import SettingsFix, mended
from netbuilder.dataset import Profile
from netbuilder.graph import Graph, NodeId, Wire
from netbuilder.graph.chain import relisted
from netbuilder.graph.submodels import edit_inner
from netbuilder.i18n import tr
from netbuilder.project import Project
from netbuilder.project.custom import catalog_of
from netbuilder.project.trust import inert_code
from netbuilder.ui.history import History, Step
from netbuilder.ui.level import Level, level_at
from netbuilder.validation import Fix, Report
from netbuilder.validation.custom import NO_ANSWERS, Answers
from netbuilder.validation.trial import Verdict
from netbuilder.validation.validate import Validator

ProjectEdit: TypeAlias = Callable[[Project], Project]
GraphEdit: TypeAlias = Callable[[Graph], Graph]


class Document(QObject):
    """The open project, its undo history, its problems, and what is selected in it.

    Panels render from :attr:`project` and :attr:`report` whenever :attr:`changed` fires,
    ask for changes through :meth:`apply`, and never call each other. What shows single
    layers (canvas, inspector) renders from :attr:`level` instead, the network that is
    open, and asks through :meth:`apply_here`.

    Attributes:
        changed: Fires once after every edit, undo and redo, with validation done.
        selection_changed: Fires when other nodes are selected.
        refused: Fires with the reason why an edit was not made.
        level_changed: Fires when another network is open, before ``changed`` if that
            follows.
        opened: Fires after :meth:`open`, before ``changed``: the view may start afresh.
        settling: Fires before the project is saved, trained or stepped through: fields that
            wait for a pause in typing hand in what they have.
        state_changed: Fires when the path, the history or what is saved of it may have changed.
    """

    changed = Signal()
    selection_changed = Signal()
    refused = Signal(str)
    level_changed = Signal()
    opened = Signal()
    settling = Signal()
    state_changed = Signal()

    def __init__(self, catalog: Catalog, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shipped = self._catalog = catalog
        self._answers = NO_ANSWERS
        self._trusted: frozenset[str] = frozenset()
        self._history = History()
        self._validator = Validator(catalog)
        self._project = Project()
        self._profile: Profile | None = None
        self._path: Path | None = None
        self._selection: frozenset[NodeId] = frozenset()
        self._report = self._check()
        self._level = Level(self._project.graph, self._report)

    @property
    def project(self) -> Project:
        """The project as it is now."""
        return self._project

    @property
    def catalog(self) -> Catalog:
        """Keras's classes and the project's own."""
        return self._catalog

    @property
    def trusted(self) -> frozenset[str]:
        """The digests of the custom code that may run on this computer."""
        return self._trusted

    @property
    def graph(self) -> Graph:
        """The project's network."""
        return self._project.graph

    @property
    def report(self) -> Report:
        """Everything known of the project as it is now."""
        return self._report

    @property
    def level(self) -> Level:
        """The network that is open: the project's own, or one inside a submodel."""
        return self._level

    @property
    def listed(self) -> bool:
        """Whether the open network is a list of layers that wires itself."""
        return self._level.listed if self._level.path else self._project.sequential

    @property
    def profile(self) -> Profile | None:
        """What was measured of the project's data, or None while that is not known."""
        return self._profile

    @property
    def path(self) -> Path | None:
        """The file it was opened from or saved to."""
        return self._path

    @property
    def modified(self) -> bool:
        """Whether there is something to save."""
        return self._history.modified

    @property
    def history(self) -> History:
        """The steps that can be undone and redone."""
        return self._history

    @property
    def selection(self) -> frozenset[NodeId]:
        """The selected nodes of the open network."""
        return self._selection

    def open(self, project: Project, path: Path | None = None, *, saved: bool = True) -> None:
        """Show another project, with an empty history.

        Args:
            project: The project.
            path: The file that it belongs to, if any.
            saved: Whether nothing is lost if it is left as it is.
        """
        self._path = path
        self._project = project
        self._profile = None
        self._selection = frozenset()
        self._validator = Validator(self._catalog, self._answers)  # free of other networks
        self._report = self._check()
        self._level = Level(project.graph, self._report)
        self._history = History(saved=saved)
        self.opened.emit()
        self.level_changed.emit()
        self.changed.emit()
        self.selection_changed.emit()
        self.state_changed.emit()

    def saved_as(self, path: Path) -> None:
        """Take note that the project as it is now lies in ``path``."""
        self._path = path
        self._history.mark_saved()
        self.state_changed.emit()

    def set_profile(self, profile: Profile | None) -> None:
        """Take note of what was measured of the data; not an edit."""
        self._profile = profile
        self._report = self._check()
        self._find_level()
        self.changed.emit()

    def set_answers(self, answers: Answers) -> None:
        """Take note of what running custom code has shown; not an edit."""
        self._answers = answers
        self._validator = Validator(self._catalog, answers)
        self._report = self._check()
        self._find_level()
        self.changed.emit()

    def trust(self, digests: Iterable[str]) -> None:
        """Let custom code run, by its digests; not an edit."""
        was_inert = bool(inert_code(self._project, self._trusted))
        self._trusted |= frozenset(digests)
        if was_inert:
            self._report = self._check()
            self._find_level()
            self.changed.emit()

    def go_to(self, path: Iterable[NodeId]) -> None:
        """Open the network that a path of submodels leads to; the empty path is the whole.

        On the way out, the submodel that was open is selected.
        """
        level, before = level_at(self._project.graph, self._report, path), self._level.path
        if level.path == before:
            return
        self._level = level
        left = before[len(level.path) :][:1] if before[: len(level.path)] == level.path else ()
        self._selection = frozenset(left)
        self.level_changed.emit()
        self.selection_changed.emit()

    def preview(self, edit: GraphEdit) -> Report:
        """Return what would be known of the open network after ``edit``, without fixes."""
        return self._validator.examine(edit(self._level.graph))

    def try_wire(self, graph: Graph, report: Report, wire: Wire) -> Verdict:
        """Return whether a layer would take a wire; see :meth:`Validator.try_wire`."""
        return self._validator.try_wire(graph, report, wire)

    def apply(self, edit: GraphEdit, text: str, *, merge: str = "") -> None:
        """Change the network in one undo step.

        Args:
            edit: Gives the changed graph; an unchanged one makes no step.
            text: The step's name in the history, such as "Connect".
            merge: Steps in a row with the same word become one (drags, typing).
        """
        self.apply_to_project(lambda p: replace(p, graph=edit(p.graph)), text, merge=merge)

    def apply_here(self, edit: GraphEdit, text: str, *, merge: str = "") -> None:
        """Change the open network in one undo step; see :meth:`apply`."""
        path = self._level.path
        word = "/".join((*path, merge)) if merge else ""
        kept = self._listing(edit) if self._level.listed else edit
        self.apply(lambda graph: edit_inner(graph, path, kept), text, merge=word)

    def apply_fix(self, fix: Fix, *, here: bool = False) -> None:
        """Apply a fix in one undo step.

        Args:
            fix: Any fix of a problem.
            here: Whether it was proposed for the open network, not for the whole.
        """
        if here and not isinstance(fix, SettingsFix):
            self.apply_here(fix.edit, fix.title)
        else:
            self.apply_to_project(lambda project: mended(project, fix), fix.title)

    def apply_to_project(self, edit: ProjectEdit, text: str, *, merge: str = "") -> None:
        """Change anything in the project in one undo step; see :meth:`apply`."""
        wanted = edit(self._project)
        after = _kept_in_mode(self._project, wanted)
        if after == self._project != wanted:
            self._refuse_branch()
        if after != self._project:
            self._history.push(Step(self._project, after, text, merge))
            self._show(after)

    def undo(self) -> None:
        """Take the last step back, if there is one."""
        self.settling.emit()
        before = self._history.undo()
        if before is not None:
            self._show(before)

    def redo(self) -> None:
        """Do the step that was undone last again, if there is one."""
        self.settling.emit()
        after = self._history.redo()
        if after is not None:
            self._show(after)

    def go_to_step(self, done: int) -> None:
        """Undo or redo until ``done`` steps are done."""
        project = self._history.go(done)
        if project is not None:
            self._show(project)

    def select(self, nodes: Iterable[NodeId]) -> None:
        """Select exactly these nodes of the open network."""
        chosen = frozenset(nodes) & self._level.graph.nodes.keys()
        if chosen != self._selection:
            self._selection = chosen
            self.selection_changed.emit()

    def _listing(self, edit: GraphEdit) -> GraphEdit:
        """Return an edit of the open list that leaves it a list."""
        before = self._level.graph
        wanted = edit(before)
        after = relisted(before, wanted)
        if after == before != wanted:
            self._refuse_branch()
        return lambda _graph: after

    def _refuse_branch(self) -> None:
        self.refused.emit(
            tr(
                "The layers of a Sequential network are wired in their order; "
                "a second branch needs Functional."
            )
        )

    def _show(self, project: Project) -> None:
        """Make ``project`` the present one, after the history moved to it."""
        self._project = project
        self._report = self._check()
        path = self._level.path
        self._find_level()
        kept = self._selection & self._level.graph.nodes.keys()
        if self._level.path != path:
            kept = frozenset()
        dropped = kept != self._selection
        self._selection = kept
        self.changed.emit()
        if dropped:
            self.selection_changed.emit()
        self.state_changed.emit()

    def _find_level(self) -> None:
        """Stay in the network that is open, or in the one around it if it is gone."""
        path = self._level.path
        self._level = level_at(self._project.graph, self._report, path)
        if self._level.path != path:
            self.level_changed.emit()

    def _check(self) -> Report:
        catalog = catalog_of(self._project) if self._project.custom else self._shipped
        if catalog is not self._catalog:
            self._catalog = catalog
            self._validator = Validator(catalog, self._answers)
        report = self._validator.validate(self._project.graph)
        checked = check_project(self._project, report, self._profile)
        return with_inert(checked, self._project, self._trusted)


def _kept_in_mode(before: Project, after: Project) -> Project:
    """Return ``after`` with its network made a list again, if it is one and stays one."""
    if not (before.sequential and after.sequential) or after.graph == before.graph:
        return after
    return replace(after, graph=relisted(before.graph, after.graph))

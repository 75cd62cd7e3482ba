"""The code panel: the styles side by side, and whether they give the same."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QMessageBox,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from netbuilder.codegen import Source
from netbuilder.codegen.model import STYLES, Style, hindrance
from netbuilder.codegen.product import Form
from netbuilder.i18n import tr
from netbuilder.ui.breaking_row import BreakingRow
from netbuilder.ui.code_editor import CodeEditor
from netbuilder.ui.comparison import ComparisonControl
from netbuilder.ui.document import Document
from netbuilder.ui.panels.code_view import CodeView
from netbuilder.ui.panels.code_writer import CodeWriter, Subject
from netbuilder.ui.preferences import Preferences
from netbuilder.ui.style_names import style_title
from netbuilder.ui.theme import Scheme

_WAIT_MS = 60


class CodePanel(QWidget):
    """A view for each style that is wanted, next to each other.

    Attributes:
        save_wanted: Fires with a style when its code is to be saved.
        node_wanted: Fires with a node's id when one of its lines is clicked.
        edited: Fires with whether there are edits, when they begin or are gone.
        said: Fires with what came of applying edits.
    """

    save_wanted = Signal(str)
    node_wanted = Signal(str)
    edited = Signal(bool)
    said = Signal(str)

    def __init__(
        self,
        document: Document,
        comparison: ComparisonControl,
        preferences: Preferences,
        scheme: Scheme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._comparison = comparison
        self._preferences = preferences
        self.style_buttons = {style: QPushButton(style_title(style)) for style in STYLES}
        self.views = {style: CodeView(style, document, scheme) for style in STYLES}
        self.form_box = QComboBox()
        self.compare_button = QPushButton()
        self.verdict = QLabel()
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._fill()
        self._lay_out()
        self._writer = CodeWriter(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self.refresh)
        self._connect()
        self.refresh()
        self._show_comparison()

    def _fill(self) -> None:
        self.form_box.addItem(tr("Whole script"), "script")
        self.form_box.addItem(tr("Model only"), "model")
        self.form_box.setCurrentIndex(max(0, self.form_box.findData(self._preferences.code_form)))
        self.form_box.setAccessibleName(tr("How much of the code is shown"))
        for style, view in self.views.items():
            self.style_buttons[style].setCheckable(True)
            self._splitter.addWidget(view)
        self._splitter.setChildrenCollapsible(False)

    def _lay_out(self) -> None:
        bar = BreakingRow([*self.style_buttons.values()], [self.form_box, self.compare_button])
        bar.setContentsMargins(12, 8, 12, 4)
        self.verdict.setWordWrap(True)
        self.verdict.setContentsMargins(12, 2, 12, 4)
        self.verdict.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self.verdict)
        layout.addWidget(self._splitter, 1)

    def _connect(self) -> None:
        self._document.changed.connect(self._timer.start)
        self._writer.written.connect(self._show_written)
        self._comparison.changed.connect(self._show_comparison)
        self.compare_button.clicked.connect(self._comparison.start_or_cancel)
        self.form_box.currentIndexChanged.connect(self._on_form_chosen)
        for style in STYLES:
            self.style_buttons[style].clicked.connect(self._on_style_chosen)
            self.views[style].node_wanted.connect(self.node_wanted)
            self.views[style].save_wanted.connect(self.save_wanted)
            self.views[style].edited.connect(self._on_edited)
            self.views[style].said.connect(self.said)
        self._document.opened.connect(self.forget_edits)

    @property
    def form(self) -> Form:
        """How much of the code is shown."""
        return "model" if self.form_box.currentData() == "model" else "script"

    @property
    def shown_styles(self) -> tuple[Style, ...]:
        """The styles that are shown: the wanted ones that apply, or else the plainest.

        One with edits stays until they are applied or reverted.
        """
        wanted, report = self._preferences.code_styles, self._document.report
        fitting = [style for style in STYLES if style in wanted and not hindrance(style, report)]
        chosen = fitting or [report.api]
        return tuple(style for style in STYLES if style in chosen or self.views[style].pending)

    @property
    def pending(self) -> CodeView | None:
        """The view with edits that were not applied, that with the focus first; None for none."""
        views = [view for view in self.views.values() if view.pending]
        return next((view for view in views if view.editor.hasFocus()), (*views, None)[0])

    @property
    def editor(self) -> CodeEditor:
        """The editor of the first style that is shown."""
        return self.views[self.shown_styles[0]].editor

    def set_scheme(self, scheme: Scheme) -> None:
        """Colour the code for another scheme."""
        for view in self.views.values():
            view.set_scheme(scheme)

    def refresh(self) -> None:
        """Write the code of the document as it is now, in every style that is shown."""
        shown, report = self.shown_styles, self._document.report
        before = [style for style in STYLES if not self.views[style].isHidden()]
        for style in STYLES:
            reason = hindrance(style, report)
            button, view = self.style_buttons[style], self.views[style]
            button.setEnabled(not reason)
            button.setChecked(style in shown)
            button.setToolTip(reason or tr("Show this style; several stand side by side"))
            view.setVisible(style in shown)
            if style in shown:
                view.remark.setText(tr("what Train runs") if style == report.api else "")
        self._write(shown)
        if before != list(shown):
            self._splitter.setSizes([self.width()] * len(STYLES))  # all alike

    def apply(self) -> None:
        """Change the network to what the edited code says."""
        if view := self.pending:
            view.apply()

    def revert(self) -> None:
        """Give the edits of the code up."""
        if view := self.pending:
            view.revert()

    def may_leave(self) -> bool:
        """Ask about edits that were not applied; return whether they may go."""
        if self.pending is None:
            return True
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self,
            tr("Apply the edits of the code?"),
            tr("The code has edits that are not in the network yet."),
            buttons.Apply | buttons.Discard | buttons.Cancel,
            buttons.Apply,
        )
        if answer == buttons.Apply:
            return all(view.apply_at_once() for view in self.views.values())
        return answer == buttons.Discard

    def _write(self, shown: tuple[Style, ...]) -> None:
        """Show the code of styles, as soon as it is written."""
        document = self._document
        fitting = tuple(style for style in shown if not hindrance(style, document.report))
        self._writer.write(
            Subject(document.project, document.report, document.catalog, self.form), fitting
        )
        self._show_written()

    def _show_written(self) -> None:
        """Show what is written; of a style with edits that does not apply now, there is none."""
        report = self._document.report
        for style in self.shown_styles:
            if hindrance(style, report):
                self.views[style].show_source(Source("", {}))
            elif style in self._writer.sources:
                self.views[style].show_source(self._writer.sources[style])

    def forget_edits(self) -> None:
        """Give all edits up."""
        for view in self.views.values():
            view.revert()

    def _on_edited(self) -> None:
        """Show the network's code where edits are gone, and keep what is edited as it is."""
        pending = self.pending is not None
        self.form_box.setEnabled(not pending)
        self.form_box.setToolTip(
            tr("Apply or revert the edits first")
            if pending
            else tr("With the data and the training, or without")
        )
        if not pending:
            self.refresh()
        self.edited.emit(pending)

    def _on_style_chosen(self) -> None:
        chosen = [style for style in STYLES if self.style_buttons[style].isChecked()]
        if chosen:
            self._preferences.code_styles = self._kept(chosen)
        self.refresh()

    def _kept(self, chosen: Iterable[Style]) -> list[str]:
        """Return what is chosen now, and what was chosen before but does not apply now."""
        before = self._preferences.code_styles
        report = self._document.report
        return [
            style
            for style in STYLES
            if style in chosen or (style in before and hindrance(style, report))
        ]

    def _on_form_chosen(self) -> None:
        self._preferences.code_form = self.form
        self.refresh()

    def _show_comparison(self) -> None:
        comparison = self._comparison
        self.compare_button.setText(tr("Cancel") if comparison.running else tr("Compare styles"))
        reason = comparison.hindrance()
        self.compare_button.setEnabled(comparison.running or not reason)
        self.compare_button.setToolTip(
            reason
            or tr(
                "Build the network in every style, with the same weights, and compare what it gives"
            )
        )
        verdict = comparison.verdict
        self.verdict.setText(verdict.text)
        self.verdict.setToolTip(verdict.details)
        self.verdict.setVisible(bool(verdict.text))
        self.verdict.setProperty("severity", verdict.severity)
        self.verdict.style().polish(self.verdict)

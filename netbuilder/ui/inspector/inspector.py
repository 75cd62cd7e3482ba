"""The inspector: name, class, parameters and problems of the selected layer."""

from __future__ import annotations

from textwrap import fill

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from netbuilder.catalog.library import Catalog
from netbuilder.catalog.spec import LayerSpec, Param
from netbuilder.catalog.submodels import spec_of
from netbuilder.graph import Node, NodeId, Port, Value, edits
from netbuilder.i18n import tr
from netbuilder.ui.canvas.face import layer_title
from netbuilder.ui.document import Document, GraphEdit
from netbuilder.ui.icons import category_icon
from netbuilder.ui.inspector.answers import AnswerBoxes
from netbuilder.ui.inspector.objects import ParamForm
from netbuilder.ui.inspector.project_page import ProjectPage
from netbuilder.ui.text import shape_text, shapes_text, waiting_text
from netbuilder.ui.theme import Scheme, interface_font, mono_font
from netbuilder.validation import NodeReport

_MARGIN = 16
_FIX_LETTERS = 36  # in a line of a fix's button; longer titles go on in the next one
_SMALLEST_BUTTON = 80


class Inspector(QWidget):
    """Shows what is selected: one layer with all its parameters, or the project.

    Attributes:
        code_wanted: Fires with the name of a layer of the student's own whose code is wanted.
    """

    code_wanted = Signal(str)

    def __init__(self, document: Document, scheme: Scheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._scheme = scheme
        self.page: LayerPage | ProjectPage | QLabel | None = None
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.help = QLabel()
        self.help.setWordWrap(True)
        self.help.setTextFormat(Qt.TextFormat.MarkdownText)
        self.help.setContentsMargins(_MARGIN, 8, _MARGIN, 12)
        self.help.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.help.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        help_area = QScrollArea()
        help_area.setObjectName("help")
        help_area.setWidgetResizable(True)
        help_area.setFrameShape(QFrame.Shape.NoFrame)
        help_area.setFixedHeight(132)
        help_area.setWidget(self.help)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._area, 1)
        layout.addWidget(help_area)
        document.changed.connect(self._refresh)
        document.selection_changed.connect(self._refresh)
        self._refresh()

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw the icons in the colours of another scheme."""
        self._scheme = scheme
        self._show_page(None)
        self._refresh()

    def enter(self) -> None:
        """Give the focus to the first parameter of the selected layer, else to its name."""
        if isinstance(self.page, LayerPage):
            self.page.first_field().setFocus(Qt.FocusReason.TabFocusReason)

    def _refresh(self) -> None:
        selection = self._document.selection
        if len(selection) == 1:
            self._show_layer(next(iter(selection)))
        elif selection:
            text = tr("{count} layers are selected.", count=len(selection))
            label = QLabel(text)
            label.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._show_page(label)
            self.help.setText(tr("Select one layer to see and change its parameters."))
        elif isinstance(self.page, ProjectPage):
            self.page.refresh()
        else:
            self._show_page(ProjectPage(self._document))
            self.help.setText(tr("Select a layer to see and change its parameters."))

    def _show_layer(self, key: NodeId) -> None:
        node = self._document.level.graph.nodes[key]
        page = self.page
        catalog = self._document.catalog
        fits = isinstance(page, LayerPage) and page.shows(node, catalog)
        if not fits:
            spec = spec_of(node, catalog.layers)
            page = LayerPage(self._document, node, spec, self._scheme)
            if page.form:
                page.form.explained.connect(self._explain)
            page.code_wanted.connect(self.code_wanted)
            self._show_page(page)
            self.help.setText(spec.doc or spec.summary if spec else "")
        if isinstance(page, LayerPage):
            page.refresh()

    def _explain(self, param: Param) -> None:
        self.help.setText(f"**{param.name}**: {param.doc}")

    def _show_page(self, page: LayerPage | ProjectPage | QLabel | None) -> None:
        self.page = page
        self._area.setWidget(page or QWidget())


class LayerPage(QWidget):
    """One layer.

    Attributes:
        code_wanted: Fires with the class of a layer of the student's own.
        code_button: Leads to its code; hidden for Keras's own layers.
    """

    code_wanted = Signal(str)

    def __init__(
        self, document: Document, node: Node, spec: LayerSpec | None, scheme: Scheme
    ) -> None:
        super().__init__()
        self._document = document
        self.key = node.id
        self.class_name = node.class_name
        self._title = layer_title(node)
        self._catalog = document.catalog
        self._edits = 0
        self.name = QLineEdit()
        self.name.setAccessibleName(tr("Name"))
        self.name.setFont(interface_font(1))
        self.answers = AnswerBoxes()
        self.shape = QLabel()
        self.shape.setFont(mono_font())
        self.shape.setWordWrap(True)
        self.form = ParamForm(spec, document.catalog) if spec else None
        self.code_button = QPushButton(tr("Edit its code"))
        self.code_button.setToolTip(tr("Show the code of this layer, which is your own"))
        self.code_button.setVisible(spec is not None and spec.custom is not None)
        self._problems = QVBoxLayout()
        self._problems.setSpacing(8)
        self._lay_out(spec, scheme)
        self.name.textEdited.connect(self._on_renamed)
        self.name.editingFinished.connect(self._end_row)
        self.answers.chosen.connect(self._on_answer)
        self.code_button.clicked.connect(lambda: self.code_wanted.emit(self.class_name))
        if self.form:
            self.form.edited.connect(self._on_edited)
            self.form.reset.connect(self._on_reset)
            self.form.left.connect(self._end_row)

    def _lay_out(self, spec: LayerSpec | None, scheme: Scheme) -> None:
        head = QHBoxLayout()
        icon = QLabel()
        icon.setPixmap(category_icon(spec.category if spec else "custom", scheme).pixmap(20, 20))
        title = QLabel(self._title)
        title.setProperty("muted", True)
        head.addWidget(icon)
        head.addWidget(title)
        head.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 12, 8, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.name)
        if spec and spec.summary:
            summary = QLabel(spec.summary)
            summary.setWordWrap(True)
            summary.setProperty("muted", True)
            layout.addWidget(summary)
        layout.addWidget(self.shape)
        layout.addWidget(self.code_button)
        layout.addLayout(self._problems)
        if self.form:
            layout.addSpacing(4)
            layout.addWidget(self.form)
        layout.addWidget(self.answers)
        layout.addStretch(1)

    def shows(self, node: Node, catalog: Catalog) -> bool:
        """Tell whether the page is one for a node, with these classes to choose from."""
        same = self.key == node.id and self.class_name == node.class_name
        return same and self._catalog is catalog

    def first_field(self) -> QWidget:
        """Return the first parameter's field, or the name's if there is no parameter."""
        return (self.form.first_field() if self.form else None) or self.name

    def refresh(self) -> None:
        """Show the layer as it is now."""
        node = self._document.level.graph.nodes[self.key]
        if self.name.text() != node.name:
            self.name.setText(node.name)
        known = self._document.level.report.nodes.get(self.key)
        self.shape.setText(_shape_words(known))
        self._show_answers(known)
        if self.form:
            self.form.show_params(node.params)
        self._show_problems()

    def _show_answers(self, known: NodeReport | None) -> None:
        answering = self._document.level.report.answering(self.key)
        shapes = [shape_text(tensor.shape) for tensor in known.outputs] if known else []
        count = max(1, len(shapes), *(number + 1 for number in answering))
        unknown = [tr("what is not known yet")] * (count - len(shapes))
        self.answers.show_outputs([*shapes, *unknown], answering)

    def _show_problems(self) -> None:
        while (item := self._problems.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for problem in self._document.level.report.problems_of(self.key):
            label = QLabel(problem.message)
            label.setWordWrap(True)
            label.setToolTip(problem.why)
            label.setProperty("severity", problem.severity.value)
            self._problems.addWidget(label)
            for fix in problem.fixes:
                button = QPushButton(fill(fix.title, _FIX_LETTERS, break_long_words=False))
                button.setMinimumWidth(_SMALLEST_BUTTON)
                button.setToolTip(fix.effect)
                button.clicked.connect(
                    lambda _checked=False, chosen=fix: self._document.apply_fix(chosen, here=True)
                )
                self._problems.addWidget(button)

    def _on_renamed(self, name: str) -> None:
        self._apply(lambda graph: edits.rename(graph, self.key, name), tr("Rename"), "name")

    def _on_edited(self, name: str, value: Value) -> None:
        self._apply(
            lambda graph: edits.set_param(graph, self.key, name, value),
            tr("Set {name}", name=name),
            name,
        )

    def _on_reset(self, name: str) -> None:
        self._end_row()
        self._apply(
            lambda graph: edits.reset_param(graph, self.key, name),
            tr("Reset {name}", name=name),
            name,
        )

    def _on_answer(self, number: int, checked: bool) -> None:
        own = Port(self.key, number)
        outputs = [port for port in self._document.level.report.outputs if port != own]
        chosen = [*outputs, own] if checked else outputs
        text = tr("Choose outputs")
        self._document.apply_here(lambda graph: edits.set_outputs(graph, chosen), text)

    def _apply(self, edit: GraphEdit, text: str, what: str) -> None:
        self._document.apply_here(edit, text, merge=f"{self.key}.{what}.{self._edits}")

    def _end_row(self) -> None:
        """Let the next edit be an undo step of its own."""
        self._edits += 1


def _shape_words(known: NodeReport | None) -> str:
    """Return what a layer gives, or that it has yet to be examined; empty if it is not known."""
    if known is None:
        return ""
    return waiting_text(known) if known.question else shapes_text(known.outputs)

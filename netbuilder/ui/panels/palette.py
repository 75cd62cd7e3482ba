"""The palette: every layer by category, with a search, to drag or double-click."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QMimeData, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QToolTip,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from netbuilder.catalog.custom_reading import CATEGORY
from netbuilder.catalog.library import Catalog
from netbuilder.catalog.search import search_layers
from netbuilder.catalog.spec import CATEGORIES, LayerSpec
from netbuilder.i18n import tr
from netbuilder.ui.canvas.mime import LAYER_MIME
from netbuilder.ui.icons import action_icon, category_icon
from netbuilder.ui.sketches import layer_card
from netbuilder.ui.theme import Scheme

_NAME = Qt.ItemDataRole.UserRole
_GROUP, _NEW = _NAME + 1, _NAME + 2


class Palette(QWidget):
    """All layers of the catalogue.

    Attributes:
        layer_chosen: Fires with a class name when one is double-clicked or entered.
        own_wanted: Fires when a new layer of the student's own is wanted.
    """

    layer_chosen = Signal(str)
    own_wanted = Signal()

    def __init__(self, catalog: Catalog, scheme: Scheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self._icons = _category_icons(scheme)
        self.search = _SearchField()
        self.search.setPlaceholderText(tr("Search layers"))
        self.search.setAccessibleName(tr("Search layers"))
        self.search.setClearButtonEnabled(True)
        self._scheme = scheme
        self.tree = _LayerTree(self.card_of)
        self._nothing = QLabel(tr("No layer is called that."))
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setVisible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(self._nothing)
        layout.addWidget(self.tree, 1)
        self.search.textChanged.connect(self._show_matches)
        self.search.returnPressed.connect(self._choose_first)
        self.search.moved_down.connect(self.tree.setFocus)
        self.tree.itemActivated.connect(self._on_activated)
        self._unfolded = {"input", "core", "convolution", "pooling", CATEGORY}
        self.tree.itemExpanded.connect(self._on_folded)
        self.tree.itemCollapsed.connect(self._on_folded)
        self._show_matches("")

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw the icons in the colours of another scheme."""
        self._scheme = scheme
        self._icons = _category_icons(scheme)
        self._show_matches(self.search.text())

    def set_catalog(self, catalog: Catalog) -> None:
        """Offer the layers of another catalogue; what is unfolded stays so."""
        if catalog is not self._catalog:
            self._catalog = catalog
            self._show_matches(self.search.text())

    @property
    def current_layer(self) -> str:
        """The class of the current row; empty for a category or none."""
        item = self.tree.currentItem()
        return (item.data(0, _NAME) or "") if item is not None else ""

    def item_of(self, class_name: str) -> QTreeWidgetItem | None:
        """Return the shown row of a layer, or None."""
        return next((item for item in self._rows() if item.data(0, _NAME) == class_name), None)

    def card_of(self, class_name: str) -> str:
        """Return what is shown of a layer that is pointed at: a picture and what it is for."""
        spec = self._catalog.layers[class_name]
        return layer_card(spec, display_name(class_name), self._scheme, self.devicePixelRatioF())

    def _rows(self) -> list[QTreeWidgetItem]:
        tops = [self.tree.topLevelItem(i) for i in range(self.tree.topLevelItemCount())]
        children = [top.child(i) for top in tops if top for i in range(top.childCount())]
        return [item for item in (*tops, *children) if item is not None]

    def _show_matches(self, text: str) -> None:
        self.tree.clear()
        if text.strip():
            self._show_found(search_layers(self._placeable(), text))
        else:
            self._show_categories()
        self._nothing.setVisible(self.tree.topLevelItemCount() == 0)

    def _show_found(self, found: Sequence[LayerSpec]) -> None:
        rows = [self._row(spec) for spec in found]
        self.tree.addTopLevelItems(rows)
        if rows:
            self.tree.setCurrentItem(rows[0])

    def _show_categories(self) -> None:
        for category in CATEGORIES:
            specs = [s for s in self._placeable() if s.category == category]
            if not specs and category != CATEGORY:
                continue
            top = QTreeWidgetItem([category_title(category)])
            top.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            for spec in sorted(specs, key=lambda spec: spec.name):
                top.addChild(self._row(spec))
            if category == CATEGORY:
                top.addChild(self._new_row())
            top.setData(0, _GROUP, category)
            self.tree.addTopLevelItem(top)
            top.setExpanded(category in self._unfolded)

    def _new_row(self) -> QTreeWidgetItem:
        row = QTreeWidgetItem([tr("New own layer …")])
        row.setData(0, _NEW, True)
        row.setToolTip(0, tr("Write a layer of your own, beginning with a template"))
        row.setIcon(0, action_icon("add", self._scheme))
        return row

    def _on_folded(self, item: QTreeWidgetItem) -> None:
        """Remember which categories are unfolded."""
        category = item.data(0, _GROUP)
        if category is not None and item.isExpanded():
            self._unfolded.add(category)
        else:
            self._unfolded.discard(category)

    def _placeable(self) -> list[LayerSpec]:
        return [spec for spec in self._catalog.layers.values() if spec.placeable]

    def _row(self, spec: LayerSpec) -> QTreeWidgetItem:
        row = QTreeWidgetItem([display_name(spec.name)])
        row.setData(0, _NAME, spec.name)
        row.setData(0, Qt.ItemDataRole.AccessibleDescriptionRole, spec.summary)
        row.setIcon(0, self._icons[spec.category])
        return row

    def _choose_first(self) -> None:
        current = self.tree.currentItem()
        if current is not None:
            self._on_activated(current)

    def _on_activated(self, item: QTreeWidgetItem) -> None:
        class_name = item.data(0, _NAME)
        if item.data(0, _NEW):
            self.own_wanted.emit()
        elif class_name is not None:
            self.layer_chosen.emit(class_name)


class _SearchField(QLineEdit):
    """A search field from which the down key leads into the list."""

    moved_down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave downwards on the down key, clear on escape."""
        if event.key() == Qt.Key.Key_Down:
            self.moved_down.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
        else:
            super().keyPressEvent(event)


class _LayerTree(QTreeWidget):
    """The list of layers, from which a row can be dragged onto the canvas.

    Pointing at a row, or the space bar on it, shows what the layer does.
    """

    def __init__(self, card_of: Callable[[str], str]) -> None:
        super().__init__()
        self._card_of = card_of
        self.setHeaderHidden(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setIconSize(QSize(16, 16))
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # long names differ at their end
        self.setIndentation(16)
        self.setAccessibleName(tr("Layers"))

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the card of the layer under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._show_card(self.itemAt(event.pos()), event.globalPos())
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show the card of the current layer on the space bar."""
        if event.key() == Qt.Key.Key_Space and self.currentItem() is not None:
            self.show_current_card()
        else:
            super().keyPressEvent(event)

    def show_current_card(self) -> None:
        """Show the card of the current layer below its row."""
        item = self.currentItem()
        if item is not None:
            corner = self.visualItemRect(item).bottomLeft()
            self._show_card(item, self.viewport().mapToGlobal(corner))

    def _show_card(self, item: QTreeWidgetItem | None, place: QPoint) -> None:
        name = item.data(0, _NAME) if item is not None else None
        QToolTip.showText(place, self._card_of(name) if name else "", self.viewport())

    def mimeData(self, items: Sequence[QTreeWidgetItem]) -> QMimeData:
        """Return the first dragged layer as the canvas takes it."""
        names = [item.data(0, _NAME) for item in items]
        data = QMimeData()
        data.setData(LAYER_MIME, next((name for name in names if name), "").encode())
        return data


def _category_icons(scheme: Scheme) -> dict[str, QIcon]:
    """Return one icon for each category, which all its layers share."""
    return {category: category_icon(category, scheme) for category in CATEGORIES}


def display_name(class_name: str) -> str:
    """Return a class's name as students say it: the input is called by its function."""
    return "Input" if class_name == "InputLayer" else class_name


def category_title(category: str) -> str:
    """Return a category's heading."""
    titles = {
        "input": tr("Input"),
        "core": tr("Core"),
        "convolution": tr("Convolution"),
        "pooling": tr("Pooling"),
        "recurrent": tr("Recurrent"),
        "attention": tr("Attention"),
        "normalization": tr("Normalization"),
        "regularization": tr("Regularization"),
        "reshaping": tr("Reshaping"),
        "merging": tr("Merging"),
        "preprocessing": tr("Preprocessing"),
        "activation": tr("Activation"),
        "operation": tr("Operations"),
        "custom": tr("Own layers"),
    }
    return titles.get(category, category)

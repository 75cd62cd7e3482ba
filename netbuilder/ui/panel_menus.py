"""The context menus of everything around the canvas, each short."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from netbuilder.i18n import tr
from netbuilder.ui.finding import place_of
from netbuilder.ui.menus import NODE_KEYS, add_entry

if TYPE_CHECKING:
    from netbuilder.ui.panels.outline import Outline
    from netbuilder.ui.training.panel import TrainingPanel
    from netbuilder.ui.window import MainWindow

_TRAINING = ("train", "pause", "stop")


class PanelMenus(QObject):
    """Shows a menu where the right button or the menu key asks for one."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        _serve(window.palette_panel.tree, self._on_palette)
        _serve(window.problems.list, self._on_problems)
        _serve(window.canvas.minimap, self._on_minimap)

    def serve_outline(self, outline: Outline) -> None:
        """Give the outline its menu."""
        _serve(outline, partial(self._on_outline, outline))

    def serve_training(self, panel: TrainingPanel) -> None:
        """Give the training panel its menu."""
        _serve(panel, partial(self._on_training, panel))

    def _on_palette(self, at: QPoint) -> None:
        palette, menu = self._window.palette_panel, self._menu()
        name = palette.current_layer
        if name:
            add_entry(menu, tr("&Add to the network"), partial(palette.layer_chosen.emit, name))
            add_entry(menu, tr("&What it does"), palette.tree.show_current_card)
            menu.addSeparator()
        add_entry(menu, tr("&Unfold all"), palette.tree.expandAll)
        add_entry(menu, tr("&Fold all"), palette.tree.collapseAll)
        self._show(menu, palette.tree, at)

    def _on_problems(self, at: QPoint) -> None:
        panel, menu = self._window.problems, self._menu()
        problem = panel.current_problem
        if problem is None:
            return
        if problem.node is not None:
            add_entry(menu, tr("&Go to it"), partial(panel.place_wanted.emit, place_of(problem)))
        text = "\n".join(part for part in (problem.message, problem.why) if part)
        add_entry(menu, tr("&Copy the message"), partial(QGuiApplication.clipboard().setText, text))
        menu.addSeparator()
        for fix in problem.fixes:
            add_entry(menu, fix.title, partial(self._window.document.apply_fix, fix))
        self._show(menu, panel.list, at)

    def _on_outline(self, outline: Outline, at: QPoint) -> None:
        menu = self._menu()
        key = outline.current_node
        if key is None:
            return
        add_entry(menu, tr("&Show it on the canvas"), partial(outline.node_wanted.emit, key))
        menu.addSeparator()
        self._add_commands(menu, NODE_KEYS)
        self._show(menu, outline, at)

    def _on_minimap(self, at: QPoint) -> None:
        menu = self._menu()
        self._add_commands(menu, ("fit", "zoom_reset", "minimap"))
        self._show(menu, self._window.canvas.minimap, at)

    def _on_training(self, panel: TrainingPanel, at: QPoint) -> None:
        menu = self._menu()
        self._add_commands(menu, _TRAINING)
        menu.addSeparator()
        for button in (panel.model_button, panel.history_button):
            add_entry(menu, button.text(), button.click).setEnabled(button.isEnabled())
        self._show(menu, panel, at)

    def _menu(self) -> QMenu:
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _add_commands(self, menu: QMenu, keys: tuple[str, ...]) -> None:
        for key in keys:
            menu.addAction(self._window.actions_by_key[key])

    def _show(self, menu: QMenu, widget: QWidget, at: QPoint) -> None:
        menu.popup(widget.mapToGlobal(at))


def _serve(widget: QWidget, show: Callable[[QPoint], None]) -> None:
    widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    widget.customContextMenuRequested.connect(show)

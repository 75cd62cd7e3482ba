"""The style sheet: what a palette cannot say, in the theme's colours.

Lists of choices, ticks and spin boxes are left to the Fusion style, which draws their
marks well in any palette; a rule for them would take their marks away.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Template

_SHEET = Template("""
QToolTip, QLabel#bubble {
    background: $panel; color: $text; border: $stroke solid $line; padding: 6px 8px;
}

QLabel#paper { background: white; border: $stroke solid $line; }

QFrame#popup, QFrame#breadcrumb { background: $panel; border: $stroke solid $line;
    border-radius: 6px; }
QFrame#breadcrumb QPushButton, QFrame#breadcrumb QLabel { padding: 2px 6px; }

QMainWindow::separator { background: $line; width: $stroke; height: $stroke; }
QMainWindow::separator:hover { background: $accent; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }

QMenuBar { background: $window; padding: 2px 8px; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $hover; }

QToolBar { background: $window; border: none; border-bottom: $stroke solid $line; spacing: 4px;
    padding: 4px 12px; }
QToolBar QToolButton { padding: 5px; border-radius: 4px; border: none; }
QToolBar QToolButton:hover { background: $hover; }
QToolBar QToolButton:pressed { background: $pressed; }
QToolBar::separator { background: $line; width: 1px; margin: 6px 6px; }

QStatusBar { background: $window; border-top: $stroke solid $line; color: $muted; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $muted; padding: 3px 8px; }

QDockWidget { color: $muted; font-weight: 600; }
QDockWidget::title { background: $window; padding: 7px 12px; text-align: left;
    border-bottom: $stroke solid $line; }
QTabBar { background: $window; }
QTabBar::tab { background: transparent; color: $muted; padding: 7px 14px; border: none;
    border-top: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-top: 2px solid $accent; background: $panel; }
QTabBar::tear { image: none; border: none; width: 0; }
QTabBar::tab:hover:!selected { color: $text; background: $hover; }

QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }
QScrollArea#help { border-top: $stroke solid $line; }
QFrame[inner="true"] { border: none; border-left: 2px solid $line; }

QLineEdit, QPlainTextEdit { background: $field; color: $text; border: $stroke solid $line;
    border-radius: 4px; padding: 4px 6px; selection-background-color: $accent;
    selection-color: $on_accent; placeholder-text-color: $muted; }
QLineEdit:focus, QPlainTextEdit:focus { border: $stroke solid $accent; }
QLineEdit[invalid="true"] { border: $stroke solid $error; color: $error; }
QPlainTextEdit#code { border: none; border-top: $stroke solid $line; border-radius: 0;
    background: $canvas; padding: 8px 12px; }

QGraphicsView#canvas { border: 2px solid $canvas; }
QGraphicsView#canvas[keyboard="true"] { border: 2px solid $accent; }

QPushButton { background: $panel; color: $text; border: $stroke solid $line; border-radius: 4px;
    padding: 5px 12px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $pressed; }
QPushButton:focus { border: $stroke solid $accent; }
QPushButton:disabled { color: $muted; background: transparent; }
QPushButton#link { border: none; color: $accent; text-align: left; background: transparent; }
QPushButton#link:hover { background: $hover; }
QCommandLinkButton { background: $panel; border: $stroke solid $line; border-radius: 6px;
    padding: 10px 12px; color: $text; text-align: left; }
QCommandLinkButton:hover { background: $hover; border: $stroke solid $accent; }
QPushButton#fix { color: $accent; border: $stroke solid $accent; background: transparent; }
QPushButton#fix:hover { background: $tint; }

QToolButton { border: none; border-radius: 4px; padding: 3px; color: $muted; }
QToolButton:hover { background: $hover; color: $text; }
QToolButton::menu-indicator { image: none; width: 0; height: 0; }

QTreeView, QListView, QTableView { background: $panel; alternate-background-color: $stripe;
    border: none; outline: none; selection-background-color: $tint; selection-color: $text; }
QTreeView::item { padding: 3px 0; border-radius: 4px; }
QListView::item { padding: 7px 10px; border-bottom: $stroke solid $stripe; }
QTableView::item { padding: 3px 10px; border: none; }
QTreeView::item:hover, QListView::item:hover { background: $hover; }
QTreeView::item:selected, QListView::item:selected, QTableView::item:selected {
    background: $tint; color: $text; }
QTableCornerButton::section { background: $panel; border: none;
    border-bottom: $stroke solid $line; }
QHeaderView { background: $panel; }
QHeaderView::section { background: $panel; color: $muted; border: none;
    border-bottom: $stroke solid $line; padding: 6px 10px; font-weight: 600; }

QLabel[muted="true"] { color: $muted; }
QFrame[notice="true"] { background: $panel; border-bottom: 1px solid $warning; }
QLabel[severity="error"] { color: $error; }
QLabel[severity="warning"] { color: $warning; }
QLabel[severity="ok"] { color: $ok; }

QProgressBar { background: $stripe; border: none; border-radius: 3px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 10px; margin: 0; }
QScrollBar:horizontal { height: 10px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 3px; margin: 2px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


def style_sheet(colours: Mapping[str, str]) -> str:
    """Return the style sheet in ``colours`` by name, as ``#RRGGBB``; ``stroke`` is a width."""
    return _SHEET.substitute(colours)

"""What the window remembers from one day to the next."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from netbuilder.runs.folders import user_folder

_RECENT = 10


class Preferences:
    """Remembered settings, in one file of the user's folder."""

    def __init__(self) -> None:
        path = user_folder() / "settings.ini"
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def scheme(self) -> str:
        """The name of a :class:`~netbuilder.ui.schemes.Scheme`, or ``"system"``."""
        return str(self._settings.value("look/scheme", "system"))

    @scheme.setter
    def scheme(self, scheme: str) -> None:
        self._settings.setValue("look/scheme", scheme)

    @property
    def text_step(self) -> int:
        """How many points larger than the system's the text is."""
        stored = self._settings.value("look/text_step", 0, type=int)
        return stored if isinstance(stored, int) else 0

    @text_step.setter
    def text_step(self, step: int) -> None:
        self._settings.setValue("look/text_step", step)

    @property
    def motion(self) -> str:
        """Whether things move: ``"full"``, ``"reduced"`` or ``"system"``."""
        return str(self._settings.value("look/motion", "system"))

    @motion.setter
    def motion(self, wish: str) -> None:
        self._settings.setValue("look/motion", wish)

    @property
    def minimap(self) -> bool:
        """Whether the canvas shows a map of the whole network in its corner."""
        return bool(self._settings.value("look/minimap", True, type=bool))

    @minimap.setter
    def minimap(self, shown: bool) -> None:
        self._settings.setValue("look/minimap", shown)

    @property
    def snap_to_grid(self) -> bool:
        """Whether dragged nodes snap to the grid."""
        return bool(self._settings.value("canvas/snap_to_grid", True, type=bool))

    @snap_to_grid.setter
    def snap_to_grid(self, wanted: bool) -> None:
        self._settings.setValue("canvas/snap_to_grid", wanted)

    @property
    def snap_to_layers(self) -> bool:
        """Whether dragged nodes snap to the edges and middles of others."""
        return bool(self._settings.value("canvas/snap_to_layers", True, type=bool))

    @snap_to_layers.setter
    def snap_to_layers(self, wanted: bool) -> None:
        self._settings.setValue("canvas/snap_to_layers", wanted)

    @property
    def code_styles(self) -> list[str]:
        """The styles that the code panel shows; empty for the plainest one."""
        return _texts(self._settings.value("code/styles", []))

    @code_styles.setter
    def code_styles(self, styles: list[str]) -> None:
        self._settings.setValue("code/styles", styles)

    @property
    def code_form(self) -> str:
        """Whether the code panel shows the whole ``"script"`` or the ``"model"`` only."""
        return str(self._settings.value("code/form", "script"))

    @code_form.setter
    def code_form(self, form: str) -> None:
        self._settings.setValue("code/form", form)

    @property
    def runs_table(self) -> str:
        """How the columns of the runs are arranged, as JSON; empty for as at first."""
        return str(self._settings.value("runs/table", ""))

    @runs_table.setter
    def runs_table(self, arrangement: str) -> None:
        self._settings.setValue("runs/table", arrangement)

    @property
    def recent_files(self) -> list[Path]:
        """The files opened last, the latest first; those that are gone left out."""
        texts = _texts(self._settings.value("files/recent", []))
        return [path for path in map(Path, texts) if path.is_file()]

    def remember_file(self, path: Path) -> None:
        """Put a file at the head of the recent ones."""
        others = [other for other in self.recent_files if other != path]
        self._settings.setValue("files/recent", [str(p) for p in [path, *others][:_RECENT]])

    @property
    def recent_commands(self) -> list[str]:
        """The keys of the commands that the palette was used for, the latest first."""
        return _texts(self._settings.value("commands/recent", []))

    def remember_command(self, key: str) -> None:
        """Put a command at the head of the recent ones."""
        others = [other for other in self.recent_commands if other != key]
        self._settings.setValue("commands/recent", [key, *others][:_RECENT])

    def remember_window(self, geometry: QByteArray, docks: QByteArray) -> None:
        """Keep the window's place and its docks' arrangement."""
        self._settings.setValue("window/geometry", geometry)
        self._settings.setValue("window/docks", docks)

    def window(self) -> tuple[QByteArray, QByteArray] | None:
        """Return what :meth:`remember_window` was last given, or None."""
        geometry = self._settings.value("window/geometry")
        docks = self._settings.value("window/docks")
        if isinstance(geometry, QByteArray) and isinstance(docks, QByteArray):
            return geometry, docks
        return None


def _texts(stored: object) -> list[str]:
    """Return a stored list; Qt gives one with a single text back as that text."""
    if isinstance(stored, str):
        return [stored]
    return [str(text) for text in stored] if isinstance(stored, list) else []

"""A process whose output is heard line by line, from its start to its end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal


class LineProcess(QObject):
    """Runs one program, once.

    Args:
        command: The program and its arguments.
        parent: Whose process it is.

    Attributes:
        lines_read: Fires with whole lines of the standard output, as bytes without their ends.
        complained: Fires with what was written to the standard error, as text.
        ended: Fires at the end, when all output has been told: with the exit code, the negative
            number of the signal that ended it, or None if it could not be started.
    """

    lines_read = Signal(list)
    complained = Signal(str)
    ended = Signal(object)

    def __init__(self, command: Sequence[str], parent: QObject) -> None:
        super().__init__(parent)
        self._command = command
        self._rest = b""
        self._process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONUNBUFFERED", "1")
        self._process.setProcessEnvironment(environment)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.readyReadStandardError.connect(self._read_complaints)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)

    @property
    def process_id(self) -> int:
        """The process's number; 0 if it does not run."""
        return self._process.processId()

    def start(self) -> None:
        """Start it."""
        program, *arguments = self._command
        self._process.start(program, arguments)

    def write(self, data: bytes) -> None:
        """Write to its standard input."""
        self._process.write(data)

    def kill(self) -> None:
        """End it at once, which is told as any end."""
        self._process.kill()

    def close(self, farewell: bytes, patience_ms: int) -> None:
        """End it and wait for that; nothing fires afterwards.

        Args:
            farewell: Written before its standard input is closed.
            patience_ms: How long it may take to end by itself.
        """
        self._process.blockSignals(True)
        self._process.write(farewell)
        self._process.closeWriteChannel()
        if not self._process.waitForFinished(patience_ms):
            self._process.kill()
            self._process.waitForFinished(patience_ms)
        self.deleteLater()

    def _read(self) -> None:
        data = self._rest + bytes(self._process.readAllStandardOutput().data())
        *lines, self._rest = data.split(b"\n")
        if lines:
            self.lines_read.emit(lines)

    def _read_complaints(self) -> None:
        data = bytes(self._process.readAllStandardError().data())
        if data:
            self.complained.emit(data.decode(errors="replace"))

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.ended.emit(None)

    def _on_finished(self, code: int) -> None:
        self._read()
        self._read_complaints()
        crashed = self._process.exitStatus() is QProcess.ExitStatus.CrashExit
        self.ended.emit(-code if crashed else code)

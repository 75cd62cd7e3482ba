"""The undo history: which steps were done, which were undone, and which of them is saved."""

from __future__ import annotations

from dataclasses import dataclass, replace

from netbuilder.project import Project


@dataclass(frozen=True, slots=True)
class Step:
    """The app's only kind of undo step: one project gives way to another.

    Attributes:
        before: The project before the step.
        after: The project after it.
        text: Its name in the history, such as "Connect".
        merge: Steps in a row with the same word become one; empty for never.
    """

    before: Project
    after: Project
    text: str
    merge: str = ""


class History:
    """Steps in the order in which they were done; some of the last may be undone.

    It is plain Python on purpose: Qt's ``QUndoStack`` deletes merged and overwritten steps
    that Python still holds, and the process crashes with the next one.

    Args:
        saved: Whether the project at the beginning is saved.
    """

    def __init__(self, *, saved: bool = True) -> None:
        self._steps: tuple[Step, ...] = ()
        self._done = 0
        self._saved: int | None = 0 if saved else None

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps, the undone ones last."""
        return self._steps

    @property
    def done(self) -> int:
        """How many of the steps are done."""
        return self._done

    @property
    def undoable(self) -> Step | None:
        """The step that undo would take back, if any."""
        return self._steps[self._done - 1] if self._done else None

    @property
    def redoable(self) -> Step | None:
        """The step that redo would do again, if any."""
        return self._steps[self._done] if self._done < len(self._steps) else None

    @property
    def modified(self) -> bool:
        """Whether the project differs from the one that was opened or saved."""
        return self._saved != self._done

    def mark_saved(self) -> None:
        """Take note that the project as it is now is saved."""
        self._saved = self._done

    def push(self, step: Step) -> None:
        """Do a step: undone ones are forgotten, and it may merge with the last one.

        A row of merged steps that ends where it began leaves no step. What is saved is
        never merged into, so that undo leads back to it.
        """
        if self._saved is not None and self._saved > self._done:
            self._saved = None
        kept = self._steps[: self._done]
        last = self.undoable
        if last is not None and step.merge and last.merge == step.merge and self.modified:
            kept = kept[:-1]
            step = replace(step, before=last.before)
        self._steps = (*kept, step) if step.after != step.before else kept
        self._done = len(self._steps)

    def undo(self) -> Project | None:
        """Take the last step back; return the project before it, or None if there is none."""
        step = self.undoable
        if step is None:
            return None
        self._done -= 1
        return step.before

    def redo(self) -> Project | None:
        """Do the next undone step again; return the project after it, or None if there is none."""
        step = self.redoable
        if step is None:
            return None
        self._done += 1
        return step.after

    def go(self, done: int) -> Project | None:
        """Undo or redo until ``done`` steps are done; return the project then.

        None if that many are done already, or there are not so many.
        """
        if done == self._done or not 0 <= done <= len(self._steps):
            return None
        self._done = done
        return self._steps[done].before if done < len(self._steps) else self._steps[-1].after

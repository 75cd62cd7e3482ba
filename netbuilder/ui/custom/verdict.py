"""What an examination comes to, in one sentence."""

from __future__ import annotations

from netbuilder.catalog.custom_reading import Fault
from netbuilder.i18n import tr
from netbuilder.ui.custom.examiner import Findings
from netbuilder.ui.text import shapes_text


def verdict(fault: Fault | None, found: Findings | None, *, stale: bool) -> tuple[str, str]:
    """Return a sentence and its severity: "ok", "error", or "" for plain.

    Args:
        fault: Why the code cannot even be run, as far as reading tells; or None.
        found: What its examination has found so far; None if there was none.
        stale: Whether the code has changed since.
    """
    if fault is not None:
        return tr("Line {line}: {reason}", line=fault.line, reason=fault.message), "error"
    if found is None:
        return tr("Not examined yet."), ""
    if stale:
        return tr("The code has changed since this examination."), ""
    return _of_checks(found) if found.done else (tr("It is being examined …"), "")


def _of_checks(found: Findings) -> tuple[str, str]:
    failed = sum(check.state == "failed" for check in found.checks)
    if failed:
        count = len(found.checks)
        return tr("{failed} of {count} checks failed.", failed=failed, count=count), "error"
    if found.question is None:
        return tr("It works."), "ok"
    shapes = shapes_text(found.question.inputs)
    return tr("It works, with {shapes} as in the network.", shapes=shapes), "ok"

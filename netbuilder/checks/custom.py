"""What the student should know of custom code before a training: that some of it may not run."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from netbuilder.i18n import tr
from netbuilder.project import Project
from netbuilder.project.trust import inert_code
from netbuilder.validation import Problem, Report, Severity


def with_inert(report: Report, project: Project, trusted: Collection[str]) -> Report:
    """Return ``report`` with a warning about code that nobody has trusted here, if there is any.

    Args:
        report: All that is known of the project.
        project: The project.
        trusted: The digests of the code that may run on this computer.
    """
    inert = inert_code(project, trusted)
    if not inert:
        return report
    warning = Problem(
        "custom.inert",
        Severity.WARNING,
        tr(
            "Code that came with the project is not trusted yet: {names}.",
            names=", ".join(code.name for code in inert),
        ),
        tr(
            "It may do anything that you may do on this computer, so nothing of it runs until you "
            "have looked at it in the Own code panel and trust it."
        ),
    )
    errors = sum(problem.severity is Severity.ERROR for problem in report.problems)
    problems = (*report.problems[:errors], warning, *report.problems[errors:])
    return replace(report, problems=problems)

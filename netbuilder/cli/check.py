"""``netbuilder check``: all problems of projects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from netbuilder.cli.inputs import Checked, check, open_project, problem_to_json
from netbuilder.cli.output import Exit, for_each_file, say, say_json
from netbuilder.i18n import tr
from netbuilder.validation import Problem, Severity


def check_files(files: Sequence[str], *, as_json: bool) -> Exit:
    """Write the problems of every file."""

    def check_one(file: str) -> Exit:
        checked = check(file, open_project(file))
        if as_json:
            say_json(_to_json(checked))
        else:
            say("\n".join(text_lines(checked)))
        return Exit.DONE if checked.report.ok else Exit.ERRORS

    return for_each_file(files, check_one)


def text_lines(checked: Checked) -> Iterator[str]:
    """Yield what a person reads: a heading, and some lines for each problem."""
    yield f"{checked.file}: {_count(checked.report.problems)}"
    for problem in checked.report.problems:
        place = checked.name_of(problem.node) or tr("network")
        setting = f".{problem.setting}" if problem.setting else ""
        yield f"  {problem.severity.value:<8} {place}{setting}: {problem.message}"
        if problem.why:
            yield f"           {problem.why}"
        for fix in problem.fixes:
            yield "           " + tr("Fix: {title}", title=fix.title)


def _count(problems: Sequence[Problem]) -> str:
    if not problems:
        return tr("no problems")
    number = Counter(problem.severity for problem in problems)
    parts = [
        (number[Severity.ERROR], tr("{count} error(s)", count=number[Severity.ERROR])),
        (number[Severity.WARNING], tr("{count} warning(s)", count=number[Severity.WARNING])),
        (number[Severity.INFO], tr("{count} hint(s)", count=number[Severity.INFO])),
    ]
    return ", ".join(text for count, text in parts if count)


def _to_json(checked: Checked) -> dict[str, object]:
    return {
        "file": checked.file,
        "ok": checked.report.ok,
        "problems": [problem_to_json(checked, problem) for problem in checked.report.problems],
    }

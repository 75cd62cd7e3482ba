"""Custom code as JSON data: one string a line of it, so that versions compare well in git."""

from __future__ import annotations

from collections.abc import Iterable

from netbuilder.catalog.custom import CustomCode, CustomKind
from netbuilder.i18n import tr
from netbuilder.project.reading import ProjectError, expect

MOST_PIECES = 256
LONGEST_SOURCE = 200_000  # letters


def custom_to_json(codes: Iterable[CustomCode]) -> list[dict[str, object]]:
    """Return custom code as JSON data."""
    return [
        {"kind": code.kind.value, "name": code.name, "source": code.source.split("\n")}
        for code in codes
    ]


def custom_from_json(data: object) -> tuple[CustomCode, ...]:
    """Return the custom code that JSON data hold; it is read, and nothing of it is run.

    Raises:
        ProjectError: they hold none, or two pieces of one name.
    """
    entries = expect(data, list, "custom")
    if len(entries) > MOST_PIECES:
        raise ProjectError(tr("there are more than {count} pieces of code.", count=MOST_PIECES))
    codes = tuple(map(_code, entries))
    if len({code.name for code in codes}) < len(codes):
        raise ProjectError(tr("two pieces of code have one name."))
    return codes


def _code(entry: object) -> CustomCode:
    data = expect(entry, dict, "code")
    if data.get("kind") not in tuple(CustomKind):
        raise ProjectError(tr("a piece of code is neither layer, loss, metric nor activation."))
    lines = [expect(line, str, "source") for line in expect(data.get("source"), list, "source")]
    source = "\n".join(lines)
    if len(source) > LONGEST_SOURCE:
        raise ProjectError(tr("a piece of code is too long."))
    return CustomCode(CustomKind(data["kind"]), expect(data.get("name"), str, "name"), source)

"""The one way in which text that a user sees enters the program.

A text is written in English at the place that shows it and is looked up, whole, in
the table of the chosen language. Values are filled in afterwards, so that a
translation may put them in another order::

    tr("{layer} gets {shape}", layer="Dense", shape="(None, 3)")
"""

from __future__ import annotations

import json

from netbuilder.resources import resource_path

_table: dict[str, str] = {}


def use_language(language: str) -> None:
    """Translate from now on into ``language``, such as ``"zh_CN"``; English if it has no table."""
    path = resource_path("translations", f"{language}.json")
    _table.clear()
    if path.is_file():
        _table.update(json.loads(path.read_text(encoding="utf-8")))


def tr(text: str, /, **values: object) -> str:
    """Return ``text`` in the chosen language with its ``{name}`` places filled in."""
    translated = _table.get(text, text)
    return translated.format(**values) if values else translated

"""Reads Keras's docstrings: Google style, with sections that start in the first column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_HEADING = re.compile(r"^(?:\*\*)?([A-Z][A-Za-z ]{2,40}?)(?: \([^)]*\))?:?(?:\*\*)?:?$")
_ARGUMENT = re.compile(r"^\*{0,2}(\w+(?:, *\w+)*)(?: \([^)]*\))?: *(.*)$")
_BULLET = re.compile(r"^(?:[-*+]|\d+[.)]) ")
_CODE = re.compile(r"^(?:>>>|\.\.\. |```)")

_ARGUMENTS = frozenset({"Args", "Arguments"})
_LEFT_OUT = frozenset(
    {
        "Call arguments",
        "Example",
        "Examples",
        "Example usage",
        "Raises",
        "Reference",
        "References",
        "Returns",
        "Standalone usage",
        "Usage",
        "Usage with",
    }
)


@dataclass(frozen=True, slots=True)
class Docstring:
    """What a docstring says.

    Attributes:
        summary: Its first sentence.
        description: The rest without arguments, examples and references, one line a paragraph.
        arguments: The explanation of each argument, one line a paragraph.
    """

    summary: str = ""
    description: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)


def read_docstring(text: str | None) -> Docstring:
    """Read a docstring as Keras writes them; an empty one gives empty texts."""
    if not text:
        return Docstring()
    kept: list[str] = []
    arguments: dict[str, str] = {}
    for heading, lines in _sections(_dedent(text)):
        if heading in _ARGUMENTS:
            arguments |= _read_arguments(lines)
        elif not heading:
            kept.extend(lines)
        elif heading.startswith(tuple(_LEFT_OUT)):
            continue
        else:
            kept.extend((f"{heading}:", "", *lines, ""))
    paragraphs = reflow(kept).split("\n")
    return Docstring(first_sentence(paragraphs[0]), "\n".join(paragraphs), arguments)


def first_sentence(paragraph: str) -> str:
    """Return a paragraph up to its first full stop."""
    match = re.match(r"(.+?(?<!e\.g)(?<!i\.e)\.)(?= [A-Z`]|$)", paragraph)
    return match.group(1) if match else paragraph


def reflow(lines: list[str]) -> str:
    """Undo the wrapping at 80 columns: one line a paragraph or list entry, code as it is."""
    paragraphs: list[str] = []
    joining = fenced = False
    for line in lines:
        text = line.strip()
        is_code = fenced or bool(_CODE.match(text))
        if text.startswith("```"):
            fenced = not fenced
        if not text:
            joining = False
        elif is_code or not joining or _BULLET.match(text):
            paragraphs.append(line.rstrip() if is_code else text)
            joining = not is_code
        else:
            paragraphs[-1] += f" {text}"
    return "\n".join(paragraphs)


def _dedent(text: str) -> list[str]:
    """Remove the indentation of the second paragraph; examples put in by Keras may have less."""
    first, *rest = text.strip().splitlines()
    indent = next((len(line) - len(line.lstrip()) for line in rest if line.strip()), 0)
    return [first, *(line[min(indent, len(line) - len(line.lstrip())) :] for line in rest)]


def _sections(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield heading and lines of each section; the first has no heading."""
    heading, body, fenced = "", list[str](), False
    for line in lines:
        fenced ^= line.startswith("```")
        match = _HEADING.match(line)
        if match and not fenced and line.endswith((":", "**")):
            yield heading, body
            heading, body = match.group(1), []
        elif heading in _ARGUMENTS and line[:1].strip():
            yield heading, body
            heading, body = "", [line]
        else:
            body.append(line)
    yield heading, body


def _read_arguments(lines: list[str]) -> dict[str, str]:
    indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    found: dict[str, list[str]] = {}
    names: list[str] = []
    for line in lines:
        body = line[indent:]
        match = _ARGUMENT.match(body)
        if match:
            names = re.split(", *", match.group(1))
            found.update({name: [match.group(2)] for name in names})
        else:
            for name in names:
                found[name].append(body)
    return {name: reflow(text) for name, text in found.items()}

"""``netbuilder examples`` and ``netbuilder new``: the projects that ship."""

from __future__ import annotations

from pathlib import Path

from netbuilder.cli.output import Exit, InputError, say, say_json
from netbuilder.i18n import tr
from netbuilder.project.examples import examples, find_example
from netbuilder.project.file import ProjectError, read_project, write_project


def list_examples(*, as_json: bool) -> Exit:
    """Write the examples in teaching order."""
    for example in examples():
        if as_json:
            say_json(
                {
                    "name": example.name,
                    "title": example.title,
                    "description": example.description,
                    "order": example.number,
                    "path": str(example.path),
                }
            )
        else:
            say(f"{example.number:>3}  {example.name:<24}  {example.title}")
    return Exit.DONE


def new_project(name: str, output: str) -> Exit:
    """Write a copy of an example.

    Raises:
        InputError: there is no such example, or the copy cannot be written.
    """
    example = find_example(name)
    if example is None:
        message = tr("There is no example {name}; 'netbuilder examples' lists them.", name=name)
        raise InputError(message)
    path = Path(output)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_project(read_project(example.path), path)
    except OSError as error:
        message = tr("{file} cannot be written: {reason}.", file=output, reason=error.strerror)
        raise InputError(message) from None
    except ProjectError as error:
        raise InputError(str(error)) from None
    say(tr("Wrote {file}.", file=output))
    return Exit.DONE

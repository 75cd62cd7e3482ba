"""``netbuilder import``: a project out of a Keras model."""

from __future__ import annotations

from pathlib import Path

from netbuilder.cli.inputs import import_model
from netbuilder.cli.output import Exit, InputError, say
from netbuilder.i18n import tr
from netbuilder.project.file import ProjectError, write_project


def import_project(source: str, output: str) -> Exit:
    """Read a model and write it as a project.

    Raises:
        InputError: the model cannot be read, or the project cannot be written.
    """
    project = import_model(source)
    path = Path(output)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_project(project, path)
    except OSError as error:
        message = tr("{file} cannot be written: {reason}.", file=output, reason=error.strerror)
        raise InputError(message) from None
    except ProjectError as error:
        raise InputError(str(error)) from None
    say(tr("Wrote {file}.", file=output))
    return Exit.DONE

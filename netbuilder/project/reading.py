"""Checks on what a project file holds; nothing in it is trusted."""

from __future__ import annotations

from typing import TypeVar, cast

from netbuilder.graph import Params, value_from_json
from netbuilder.i18n import tr

_T = TypeVar("_T")


class ProjectError(Exception):
    """A project cannot be read or written; the message is one plain sentence."""


def expect(value: object, kind: type[_T] | tuple[type, ...], name: str) -> _T:
    """Return ``value`` if it is of the ``kind``; yes and no are not numbers here.

    Raises:
        ProjectError: it is of another kind.
    """
    wrong_bool = isinstance(value, bool) and kind is not bool
    if not isinstance(value, kind) or wrong_bool:
        raise ProjectError(tr("{name} is missing or of the wrong kind.", name=name))
    return cast("_T", value)


def params_of(data: object) -> Params:
    """Return a JSON object as parameters.

    Raises:
        ProjectError: it is none.
    """
    value = value_from_json(expect(data, dict, "params"))
    return expect(value, Params, "params")

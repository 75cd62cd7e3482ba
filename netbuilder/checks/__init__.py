"""Teaching rules over a network, its data and its training settings."""

from netbuilder.checks.project import check_project

__all__ = ["check_project"]

"""Joins what validation found with what the data and the training settings add."""

from __future__ import annotations

from netbuilder.dataset import Profile
from netbuilder.project import Project
from netbuilder.validation import Report


def check_project(project: Project, report: Report, profile: Profile | None) -> Report:
    """Return ``report`` with the problems of the project as a whole added.

    Args:
        project: What is checked.
        report: The validation of its graph.
        profile: What was measured of its data, or None while that is not known.
    """
    return report

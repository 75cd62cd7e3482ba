"""A project: all that one .netbuilder file holds, and how it is read and written."""

from netbuilder.project.model import Project

__all__ = ["Project"]

"""Says what is wrong with a graph, what every layer gives, and what would put it right."""

from netbuilder.validation.report import Fix, NodeReport, NodeState, Problem, Report, Severity

__all__ = ["Fix", "NodeReport", "NodeState", "Problem", "Report", "Severity"]

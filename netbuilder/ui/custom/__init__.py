"""The student's own code: written, examined, trusted."""

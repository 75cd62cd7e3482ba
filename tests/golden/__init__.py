"""Projects whose generated code is kept in ``code/`` and compared byte by byte."""

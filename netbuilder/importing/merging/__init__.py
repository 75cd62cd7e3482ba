"""Takes edits of generated code over into the network that it was generated from.

A network is merged as versions of a text are: what the code said before and what it says now
are both read, and only what differs between them is changed in the network. So whatever code
does not say (places, frames, layers that wait for a wire) stays as it is.
"""

from netbuilder.importing.merging.changes import Changes, summary
from netbuilder.importing.merging.edit import Edited, EditError, read_edit
from netbuilder.importing.merging.merge import Merged, merge

__all__ = ["Changes", "EditError", "Edited", "Merged", "merge", "read_edit", "summary"]

"""What a dataset is and what was measured of it; nothing here loads data."""

from netbuilder.dataset.choice import NO_DATA, DataChoice
from netbuilder.dataset.profile import ColumnProfile, Profile, TensorProfile

__all__ = ["NO_DATA", "ColumnProfile", "DataChoice", "Profile", "TensorProfile"]

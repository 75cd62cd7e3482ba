"""NetBuilder: learn deep learning by building Keras networks by hand."""

__version__ = "0.1.0"

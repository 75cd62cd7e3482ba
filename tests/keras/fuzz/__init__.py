"""The random proof: whole networks, judged by the real Keras and by NetBuilder."""

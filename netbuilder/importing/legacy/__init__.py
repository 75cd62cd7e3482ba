"""What Keras 1 and 2 called things: one table for model files and for scripts."""

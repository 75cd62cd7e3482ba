"""Keras's surface as data, and the rules by which its layers can be judged without Keras."""

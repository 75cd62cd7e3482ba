"""The ready-made networks of Keras: which one, made how, and its way into the network."""

"""The only part of the program that knows Keras: it runs networks, and reads Keras's own surface."""

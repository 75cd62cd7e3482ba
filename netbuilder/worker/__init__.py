"""The only part of the program that knows Keras: it trains, measures data, writes the catalogue."""

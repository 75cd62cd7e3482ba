"""The words that the app and the worker share: settings, commands, events, history."""

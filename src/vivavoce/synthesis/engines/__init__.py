"""Engines: a file is one local source of speech and defines `ENGINE`."""

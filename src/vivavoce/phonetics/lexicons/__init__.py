"""Lexicon files, one module a format; each defines `FORMAT`."""

"""News of a war in; records of attacks and diplomacy out, every number checked against the text."""

__version__ = "0.1.0"

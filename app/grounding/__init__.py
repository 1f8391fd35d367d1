"""Holds every sentence of an answer against the passages that it cites. May import ``app.answer``."""

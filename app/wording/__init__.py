"""Precedent wording: whole points of reports, ready to be reused. May import ``app.assistant``."""

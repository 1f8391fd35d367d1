"""Which stretches of the passages found answer the question, and whether any does. May import ``app.question``."""

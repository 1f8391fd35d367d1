"""From passages to hits: embed, store, search. Knows :mod:`ingest`'s nouns; nothing of the screen."""

"""The commands of ``python -m app``, one module a group. May import all of ``app``."""

"""The commands of ``python -m eval``, one module a group. May import all of the project."""

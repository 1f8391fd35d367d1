"""The office's own state in one SQLite file, and the list of what is being done at this moment."""

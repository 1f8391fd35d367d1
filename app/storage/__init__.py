"""The office's own state in one database, and the list of what is being done at this moment."""

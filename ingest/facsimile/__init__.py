"""Pages as they look, and where a quote is printed on them. May import the readers."""

"""A question made ready for searching: spelling, abbreviations, what it says about where to look."""

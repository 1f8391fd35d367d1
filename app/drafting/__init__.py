"""Drafting: precedent wording with its particulars blanked, put together along an outline, written as a Word file."""

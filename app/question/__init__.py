"""What a question wants, taken from its words. Reads no report."""

"""What happens when something is asked or clicked: words in, HTML out, no widgets."""

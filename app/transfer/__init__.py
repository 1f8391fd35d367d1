"""A whole library put elsewhere: from one engine to the other, into a backup file, and back."""

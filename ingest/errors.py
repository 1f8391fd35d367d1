"""What can go wrong while reading, worded for the person who has the file."""


class UnreadableFile(Exception):
    """A file cannot be read. The message is one line in Vietnamese: what is wrong and what to do."""

"""What can go wrong with the index, worded for the person at the door."""


class IndexProblem(Exception):
    """The index cannot be used. The message says in Vietnamese what was found and what to do."""


class LibraryBusy(IndexProblem):
    """Another run is writing; it can be tried again."""


class StoreFailed(Exception):
    """The store could not be searched just now: an embedded one does so now and then while another process writes to it."""

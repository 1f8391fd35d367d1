"""Teaching the packaged model to read question and statement together (``index/embedding/reader.py``)."""

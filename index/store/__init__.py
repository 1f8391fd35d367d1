"""The catalogue, which is the truth, and the vectors derived from it. May import ``index.embedding`` and ``ingest``."""

"""Scanned pages to lines by Tesseract, and the mending of what it misreads. May import ``ingest.language``."""

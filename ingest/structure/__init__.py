"""From lines to a report: columns, paragraphs, footnotes, tables, outline, metadata. May import ``ingest.language``."""

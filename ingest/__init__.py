"""From files to passages: read, normalise, rejoin lines, build the outline, cut along it.

The order of the steps: ``readers`` (file → lines with pages), ``structure`` (lines → paragraphs, tables, footnotes,
headings, metadata), ``report`` (all of it → :class:`~ingest.model.Report`), ``passages`` (report → passages).
``language`` reads the Vietnamese of reports for all of them. Nothing here knows of an index or a screen, but the door
:mod:`ingest.__main__`.
"""

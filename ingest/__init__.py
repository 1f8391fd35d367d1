"""From files to passages: read, normalise, rejoin lines, build the outline, cut along it.

The order of the steps is the order of the modules: ``readers`` (file → lines with pages), ``layout`` (lines →
paragraphs), ``closing`` (where recipients and signature stand), ``outline`` (paragraphs → headings), ``metadata``,
``report`` (all of it → :class:`~ingest.model.Report`), ``passages`` (report → passages). Nothing here
knows of an index or a screen.
"""

"""The Vietnamese of reports: quantities, dates, document numbers, bodies and names in text; knows no report.

May import nothing of the project but itself and :mod:`prompts`. Texts are taken as :func:`ingest.language.text.normalize`
leaves them (NFC); spans count its characters, and what stands at a span is the text of the thing, verbatim.
"""

"""Locking, installing and bundling: what this project runs on, and how it gets onto a machine."""

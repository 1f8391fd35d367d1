"""Turning text into vectors, and the packaged weights that do it. Imports nothing of ours."""

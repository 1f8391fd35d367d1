"""Measuring the product: gold questions, retrieval benchmarks, speed, and what survives a killed run."""

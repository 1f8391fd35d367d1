"""A language model, where one is configured, writing under the grounding check. May import ``app.grounding``."""

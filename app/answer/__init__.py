"""An answer put together from quoted stretches, with its citations. May import ``app.evidence``."""

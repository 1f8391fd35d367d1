"""Administrative units before and since 1 July 2025, and the places that reports are about."""

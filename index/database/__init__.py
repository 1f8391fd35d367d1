"""The one door to databases: SQLite, or PostgreSQL where ``DATABASE_URL`` names one. May import ``index.errors`` alone.

SQL is written in one style, SQLite's, within what both understand; :mod:`.dialect` says what is put otherwise for
PostgreSQL. Which of the two it is, :mod:`.choice` alone decides.
"""

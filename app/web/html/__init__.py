"""HTML as pure functions; every word not our own is escaped here. Imports no handler."""

"""Every quantity of a report as a fact: what it is of, of which place and time, and where it stands."""

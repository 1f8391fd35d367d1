"""Tables over many reports, every cell cited; totals that are computed; questions answered by computing."""

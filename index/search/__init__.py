"""Finding passages: dense and keyword search fused, copies shown once, and why a passage was found."""

"""Pages of organisations, initiatives, collaborations, places, sources and changes."""

"""Applications: who uses AI for what."""

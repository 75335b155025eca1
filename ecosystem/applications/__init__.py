"""Who uses AI for what."""

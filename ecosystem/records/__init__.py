"""The pages of things with an address of their own: organisations, initiatives, collaborations, places, sources, changes."""

"""The timeline of what happened when."""

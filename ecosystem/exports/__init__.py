"""Files to take away: what a page shows, in the forms that other programs read."""

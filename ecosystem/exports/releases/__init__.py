"""The directory as a whole, to take away: dated, numbered folders of files that stay as they are."""

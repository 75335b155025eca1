"""The file formats in which the data leaves the site, and the releases."""

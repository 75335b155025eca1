"""The link checker: visits the pages of sources and stores whether they still answer."""

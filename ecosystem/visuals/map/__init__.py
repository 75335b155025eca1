"""The maps of Hong Kong, the Greater Bay Area and the world."""

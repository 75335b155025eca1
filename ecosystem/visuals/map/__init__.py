"""The map of Hong Kong, of the Greater Bay Area and of partners farther away."""

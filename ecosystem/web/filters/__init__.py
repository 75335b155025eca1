"""The base filter set, its filters and their form fields."""

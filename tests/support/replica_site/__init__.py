"""The site on two databases, as processes of its own."""

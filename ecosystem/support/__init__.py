"""The support finder: what somebody can get, from whom, until when."""

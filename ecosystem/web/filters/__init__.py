"""The filters that filter sets of all features are built from."""

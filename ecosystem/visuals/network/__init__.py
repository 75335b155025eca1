"""The network of organisations."""

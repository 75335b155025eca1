"""The read-only REST API; its operations are in `routes`."""

"""The API: the directory as JSON for other programs, read-only; `routes` names its addresses."""

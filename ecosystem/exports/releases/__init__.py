"""Releases of the whole directory: dated, numbered folders of files that never change."""

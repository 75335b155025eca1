"""Releases: the whole directory as files, made by the command and opened again as their readers would."""

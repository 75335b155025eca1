"""The geometry of drawings: pure functions that compute points, lines and labels."""

"""Pages of the directory as a whole: home, themes, search, about, data, key figures, robots, health."""

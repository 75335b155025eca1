"""The geometry of pictures: typed functions from rows to points and lines, which know no database and no template."""

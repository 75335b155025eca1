"""Operations: what changes several rows of the directory in one transaction."""

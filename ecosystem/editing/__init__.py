"""Operations that change several rows in one transaction: publish, merge, revert, load, check links."""

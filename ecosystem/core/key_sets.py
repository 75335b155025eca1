"""Sets of primary keys as compressed bitmaps, which are small and fast to intersect and to count."""

from collections import defaultdict
from collections.abc import Hashable, Iterable

from pyroaring import FrozenBitMap


def group_keys[T: Hashable](rows: Iterable[tuple[int, T]]) -> dict[T, FrozenBitMap]:
    grouped = defaultdict(list)
    for key, value in rows:
        grouped[value].append(key)
    return {value: FrozenBitMap(keys) for value, keys in grouped.items()}

"""Sets of primary keys that are small and fast to intersect and to count, however many keys they hold."""

from collections import defaultdict
from collections.abc import Hashable, Iterable


class KeySet:
    """A set of positive whole numbers as one number, whose bits are the members."""

    __slots__ = ("_bits",)

    def __init__(self, bits: int = 0):
        self._bits = bits

    @classmethod
    def from_keys(cls, keys: Iterable[int]) -> "KeySet":
        keys = list(keys)
        octets = bytearray(max(keys, default=0) // 8 + 1)
        for key in keys:
            octets[key >> 3] |= 1 << (key & 7)
        return cls(int.from_bytes(octets, "little"))

    def __and__(self, other: "KeySet") -> "KeySet":
        return KeySet(self._bits & other._bits)

    def __or__(self, other: "KeySet") -> "KeySet":
        return KeySet(self._bits | other._bits)

    def __bool__(self) -> bool:
        return bool(self._bits)

    def __len__(self) -> int:
        return self._bits.bit_count()

    def select(self, keys: Iterable[int]) -> list[int]:
        """Return those of the keys that are members, in their order."""
        octets = self._bits.to_bytes(self._bits.bit_length() // 8 + 1, "little")
        size = len(octets)
        return [key for key in keys if (key >> 3) < size and octets[key >> 3] >> (key & 7) & 1]


def group_keys[T: Hashable](rows: Iterable[tuple[int, T]]) -> dict[T, KeySet]:
    """Return the keys by their value, from rows of `(key, value)`."""
    grouped = defaultdict(list)
    for key, value in rows:
        grouped[value].append(key)
    return {value: KeySet.from_keys(keys) for value, keys in grouped.items()}

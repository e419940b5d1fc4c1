"""What was asked for lately, kept so that it need not be worked out again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any

__all__ = ["Lately"]


class Lately:
    """The values asked for last, as many as fit into ``most``; viewers on many threads may share it.

    >>> squares = Lately(2)
    >>> for number in (1, 2):
    ...     squares.keep(number, number * number)
    >>> squares.find(1)
    1
    >>> squares.keep(3, 9)
    >>> [squares.find(number) for number in (1, 2, 3)]
    [1, None, 9]
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def find(self, key: Hashable, missing: Any = None) -> Any:
        """What is kept for a key, which thereby counts as asked for; ``missing`` where nothing is."""
        with self._lock:
            if key not in self._kept:
                return missing
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def keep(self, key: Hashable, value: Any, size: int = 1) -> None:
        """Keep a value in place of those asked for longest ago; one that alone would take an eighth of the room is not kept."""
        with self._lock:
            self._size -= self._kept.pop(key, (None, 0))[1]
            if size > max(1, self.most // 8):
                return
            self._kept[key] = value, size
            self._size += size
            while self._size > self.most:
                self._size -= self._kept.popitem(last=False)[1][1]

    def __len__(self) -> int:
        return len(self._kept)

    def clear(self) -> None:
        """Keep nothing of what was asked for."""
        with self._lock:
            self._kept.clear()
            self._size = 0

"""A large archive for the benchmarks: the releases of a folder multiplied by a seeded generator, never committed.

    python -m benchmarks.archive ../shared/releases 10000 /tmp/archive

The releases themselves come first.  Every other one is put together from paragraphs of two of those that speak of no
programme, with a date and a few rare words of its own, so that the figures stay those of the folder however large it grows.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sci_loader.corpus import read
from sci_loader.load import Release, settle
from sci_loader.vocabulary import load_programmes

__all__ = ["releases", "write"]

SEED = 2026
LETTERS = "bcdfghklmnprstvw"


def _rare(rng: random.Random) -> str:
    return "".join(rng.choice(LETTERS) + rng.choice("aeiou") for _ in range(4))


def releases(source: Path, count: int) -> Iterator[Release]:
    """``count`` releases: those of the folder, then made ones."""
    real = settle([r for r, _ in read([source], load_programmes()) if isinstance(r, Release)])[0]
    yield from real[:count]
    plain = [r for r in real if not r.programme]
    rng = random.Random(SEED)
    for number in range(count - len(real)):
        one, other = plain[number % len(plain)], rng.choice(plain)
        kept = one.text.split("\n\n")[1:] + other.text.split("\n\n")[1 : rng.randint(2, 6)]
        rng.shuffle(kept)
        title = f"{one.title or other.title or 'Untitled'} ({_rare(rng)} {number})"
        day = dt.date(2005, 1, 1) + dt.timedelta(days=rng.randrange(7600))
        text = "\n\n".join([title, f"{_rare(rng).capitalize()} {_rare(rng)}.", *kept[: len(one.text.split("\n\n"))]])
        release_id = f"{day.isoformat()}-made-{number:07}"
        permalink = f"/made/{number:07}/"
        yield replace(
            one,
            release_id=release_id,
            path=f"made/{number // 1000:04}/{release_id}.md",
            sha256=f"{number:064x}",
            title=title,
            text=text,
            date=day,
            front_matter_date=day,
            permalink=permalink,
            problems=(),
        )


def write(source: Path, count: int, folder: Path) -> None:
    """The same as files, a thousand in a folder."""
    for number, release in enumerate(releases(source, count)):
        path = folder / f"{number // 1000:04}" / f"{number:07}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        body = release.text.partition("\n\n")[2]
        head = f"---\ntitle: {release.title!r}\ndate: {release.date}\npermalink: {release.permalink}\n---\n"
        path.write_text(f"{head}\n{body}\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))

"""Parties: who takes part in which MOUs and projects, with whom, and what the releases say of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from sci_loader.corpus import Corpus
from sci_loader.load import slugify
from sci_loader.memory import remembered
from sci_loader.tables import records, text_in
from sci_loader.threads import Said, naming, party_words, spellings
from sci_loader.wording import label

__all__ = ["Party", "Told", "pairs", "parties", "party", "told_of"]


@dataclass(frozen=True)
class Party:
    """One party of the register under one name; ``spellings`` are how sources write it."""

    slug: str
    name: str
    side: str
    spellings: tuple[str, ...]
    entries: tuple[str, ...]

    @property
    def initials(self) -> str:
        """The name, or what stands in brackets behind it, for labels.

        >>> Party("x", "Infocomm Media Development Authority (IMDA)", "singapore", (), ()).initials
        'IMDA'
        """
        outer, _, inner = self.name.rstrip(") ").rpartition(" (")
        return inner if outer and inner.isupper() else self.name


@dataclass(frozen=True)
class Told:
    """A sentence of a release that names a party."""

    release_id: str
    release: str
    date: str | None
    said: Said


@remembered
def parties(corpus: Corpus) -> tuple[Party, ...]:
    """Every party of the register, those with the most entries first."""
    written = spellings(corpus)
    entries: dict[str, list[str]] = {}
    sides: dict[str, str] = {}
    for row in records(corpus.parties.drop_duplicates(["register_id", "party"])):
        entries.setdefault(row["party"], []).append(row["register_id"])
        sides.setdefault(row["party"], row["side"])
    slugs = _slugs(entries)
    found = [
        Party(slugs[name], name, sides[name], tuple(sorted(written[name] - {name})), tuple(sorted(ids)))
        for name, ids in entries.items()
    ]
    return tuple(sorted(found, key=lambda p: (-len(p.entries), p.name.casefold())))


def _slugs(names: Collection[str]) -> dict[str, str]:
    """An address for each name; names that would share one get a number behind it."""
    seen: Counter[str] = Counter()
    slugs = {}
    for name in sorted(names):
        slug = slugify(name) or "party"
        seen[slug] += 1
        slugs[name] = slug if seen[slug] == 1 else f"{slug}-{seen[slug]}"
    return slugs


def party(corpus: Corpus, slug: str) -> Party:
    """One party; KeyError when there is none of this address."""
    return _by_slug(corpus)[slug]


@remembered
def _by_slug(corpus: Corpus) -> dict[str, Party]:
    return {p.slug: p for p in parties(corpus)}


@remembered
def pairs(corpus: Corpus, register_ids: tuple[str, ...]) -> pd.DataFrame:
    """Who of one side shares entries with whom of the other, within these entries.

    Columns: the slugs of both sides (``left``, ``right``; sides in the order of the programme file), ``entries`` (how
    many) and ``register_ids``.  Entries that name parties of one side only have no row.
    """
    first, second = list(corpus.programme.side_labels)[:2]
    wanted = set(register_ids)
    shared: dict[tuple[str, str], list[str]] = {}
    sides: dict[str, dict[str, list[Party]]] = {}
    for p in parties(corpus):
        for register_id in wanted.intersection(p.entries):
            sides.setdefault(register_id, {}).setdefault(p.side, []).append(p)
    for register_id in sorted(sides):
        for left in sides[register_id].get(first, ()):
            for right in sides[register_id].get(second, ()):
                shared.setdefault((left.slug, right.slug), []).append(register_id)
    rows = [(left, right, len(ids), ";".join(ids)) for (left, right), ids in shared.items()]
    frame = pd.DataFrame(rows, columns=["left", "right", "entries", "register_ids"])
    return frame.sort_values(["entries", "left", "right"], ascending=[False, True, True]).reset_index(drop=True)


@remembered
def told_of(corpus: Corpus, slug: str) -> tuple[Told, ...]:
    """Sentences of releases about the programme that name a party, earliest first, copies left out."""
    pattern = party_words(corpus)[party(corpus, slug).name]
    releases = corpus.releases
    own = releases[(releases["programme"] == corpus.programme.slug) & releases["duplicate_of"].isna()]
    return tuple(
        Told(row["release_id"], label(row), text_in(row["date"]), said)
        for row in records(own.sort_values(["date", "release_id"], na_position="last"))
        for said in naming(corpus, row["release_id"], pattern)
    )

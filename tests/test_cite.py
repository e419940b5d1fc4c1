"""References have the link, the day of looking and the version of the data, in forms that other programs read."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace

import pytest
from corpora import shipped

from sci_loader.cite import Reference, as_bibtex, as_csl, as_text, cite_figure, cite_release, cite_view
from sci_loader.view import Filters

LINK = "https://tracker.example/?meeting=jic3&q=a_b%20c"
DAY = dt.date(2026, 11, 22)


def every_kind() -> list[Reference]:
    corpus = shipped()
    releases = [cite_release(corpus, str(i), LINK, DAY) for i in corpus.releases["release_id"]]
    return [
        cite_figure(corpus, 3, "mou", LINK, DAY),
        cite_view(corpus, "Releases", Filters(q="trade", pillar=("talent",)), LINK, DAY),
        *releases,
    ]


def bibtex_fields(entry: str) -> dict[str, str]:
    """A small reader of one entry: braces must balance, fields are parted by commas at the top."""
    head = re.match(r"@misc\{([a-z0-9-]+),\n", entry)
    assert head, entry
    assert entry.endswith("\n}\n")
    fields, depth, part = {}, 0, ""
    body = re.sub(r"\\[{}]", lambda m: "\0" if m[0] == "\\{" else "\1", entry[head.end() : -3])
    for char in body + ",":
        depth += {"{": 1, "}": -1}.get(char, 0)
        assert depth >= 0
        if char == "," and depth == 0:
            name, _, value = part.strip().partition(" = ")
            fields[name] = value.removeprefix("{").removesuffix("}").replace("\0", "{").replace("\1", "}")
            part = ""
        else:
            part += char
    assert depth == 0
    return fields


def test_every_form_has_link_day_and_version() -> None:
    for one in every_kind():
        text, fields, item = as_text(one), bibtex_fields(as_bibtex(one)), json.loads(as_csl(one))[0]
        assert LINK in text
        assert "22 November 2026" in text
        assert shipped().version in text
        assert (fields["url"], fields["urldate"], fields["version"]) == (LINK, "2026-11-22", shipped().version)
        assert (item["URL"], item["version"]) == (LINK, shipped().version)
        assert item["accessed"] == {"date-parts": [[2026, 11, 22]]}


def test_a_figure_is_cited_with_all_of_its_values() -> None:
    one = cite_figure(shipped(), 3, "mou", LINK, DAY)
    assert "20 | 21" in one.title
    assert "disputed" in one.title
    with pytest.raises(KeyError):
        cite_figure(shipped(), 99, "mou", LINK, DAY)


def test_a_release_has_its_publishers_its_day_and_its_original() -> None:
    row = shipped().releases[shipped().releases["announces_meeting"] == 2].iloc[0]
    one = cite_release(shipped(), row["release_id"], LINK, DAY)
    assert len(one.authors) == 2
    item = json.loads(as_csl(one))[0]
    assert item["issued"] == {"date-parts": [[2021, 10, 18]]}
    assert row["url"] in item["note"]
    assert row["url"] in as_text(one)


def test_a_date_that_was_taken_from_a_meeting_is_not_cited_as_that_of_the_release() -> None:
    undated = shipped().releases[shipped().releases["date_basis"] == "none"]["release_id"]
    assert len(undated)
    for i in undated:
        assert "issued" not in json.loads(as_csl(cite_release(shipped(), str(i), LINK, DAY)))[0]


def test_a_view_says_its_filters() -> None:
    one = cite_view(shipped(), "Releases", Filters(q="trade", pillar=("talent",)), LINK, DAY)
    assert "words trade" in one.title
    assert "Talent" in one.title


def test_the_kinds_are_those_of_csl() -> None:
    assert {r.kind for r in every_kind()} == {"dataset", "document", "speech", "article-newspaper"}


def test_no_title_breaks_an_entry() -> None:
    one = cite_figure(shipped(), 3, "mou", LINK, DAY)
    for title in ("50% of {A & B} \\ $x_1^2$ ~ #", "}}}", "谅解备忘录 “quoted”", "a\nb"):
        assert bibtex_fields(as_bibtex(replace(one, title=title)))["title"]
        assert json.loads(as_csl(replace(one, title=title)))[0]["title"] == title
    assert "}" not in bibtex_fields(as_bibtex(replace(one, link="https://a.example/}{ b")))["url"]


def test_the_same_reference_gives_the_same_text() -> None:
    assert [as_bibtex(r) + as_csl(r) + as_text(r) for r in every_kind()] == [
        as_bibtex(r) + as_csl(r) + as_text(r) for r in every_kind()
    ]

"""The store in its two homes: the same releases, hits, order, facets and snippets; builds that read only what changed."""

import csv
import io
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import homes
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sci_loader
from sci_loader import __main__ as command
from sci_loader import build as building
from sci_loader import figures, search, sheets, view
from sci_loader.build import build
from sci_loader.checks import check
from sci_loader.corpus import stored, stored_version
from sci_loader.errors import StoreError
from sci_loader.load import slugify
from sci_loader.register import party_names
from sci_loader.search import Phrase, evaluate, fields_of, indexed, parse, stands_in
from sci_loader.shelf import shelf_of
from sci_loader.store import Facts, Sqlite, Store, facts_of
from sci_loader.tables import SCHEMA
from sci_loader.view import Filters
from sci_loader.workers import executor

ROOT = Path(__file__).resolve().parents[1]
HOMES = ("memory", "file", "postgres")

PLAIN = """---
title: "{title}"
date: {date}
publisher: {publisher}
---
{text}
"""
WORDS = "harbour library trade blockchain data park festival bridge pact talent talents 港口 数据 数字 e-invoicing S$5 MOUs".split()


def write(folder, number, seed=7):
    """An invented release about no programme."""
    rng = random.Random(seed * 100_000 + number)
    said = "\n\n".join(" ".join(rng.choices(WORDS, k=rng.randint(5, 40))).capitalize() + "." for _ in range(4))
    made = PLAIN.format(
        title=" ".join(rng.choices(WORDS[:10], k=4)),
        date=f"{rng.randint(2015, 2024)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
        publisher=rng.choice(["Harbour Board", "The Daily Tide", "Library Office"]),
        text=said,
    )
    path = folder / f"made-{number:04}.md"
    path.write_text(made, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The shipped releases and 150 invented ones, a few of them awkward."""
    folder = tmp_path_factory.mktemp("archive")
    shutil.copytree(ROOT / "data" / "releases", folder / "sci")
    (folder / "made").mkdir()
    for number in range(150):
        write(folder / "made", number)
    shutil.copy(folder / "made" / "made-0003.md", folder / "made" / "same-as-3.md")
    (folder / "made" / "broken.md").write_bytes(b"\xff\xfe\x00")
    (folder / "made" / "long.txt").write_text("word " + "x" * 5000 + " 深圳 and it’s ½ ﬁne\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def server():
    with homes.postgres() as address:
        yield address


@pytest.fixture(scope="module")
def corpora(folder, tmp_path_factory):
    """The corpus in each home, made when first asked for."""
    made = {}

    def corpus(home, request):
        if home not in made:
            if home == "memory":
                made[home] = sci_loader.load(folder)
            else:
                name = tmp_path_factory.mktemp("store") / "archive.sqlite"
                if home == "postgres":
                    name = homes.fresh(request.getfixturevalue("server"), "archive")
                build(name, folder)
                made[home] = stored(name)
        return made[home]

    return corpus


@pytest.fixture(params=HOMES)
def corpus(request, corpora):
    return corpora(request.param, request)


@pytest.fixture
def memory(request, corpora):
    return corpora("memory", request)


QUERIES = [
    "harbour",
    "talent",
    "talent*",
    "blockchain trade",
    '"trade data"',
    "harbour OR library -park",
    "title:harbour talents",
    '"harbour libr"*',
    "数据",
    "数字 -港口",
    "e-invoicing",
    "S$5",
    "mous 2023",
    "-harbour",
    "date:2020..2021 bridge",
    "publisher:tide pact OR festival",
    "kind:speech",
    "claim:yes shenzhen",
    "meeting:3 OR meeting:jic4",
    "party:imda -claim:no",
    "pillar:talent",
    "x" * 5000,
    "it's fine",
    'mou "open',
    "...",
]


def shown(corpus, asked, sort="date"):
    return [one.release_id for one in view.releases_page(corpus, asked, sort, 1, 10_000)]


@pytest.mark.parametrize("q", QUERIES, ids=lambda q: q[:20])
def test_every_home_finds_what_a_plain_look_finds_newest_first(corpus, memory, q):
    tree = parse(q).tree
    if tree is not None and not list(fields_of(tree)):
        plain = {
            r.release_id for r in memory.releases.itertuples() if evaluate(tree, lambda leaf, r=r: _holds(leaf, r))
        }
        assert set(shown(corpus, Filters(q=q))) == plain
    assert shown(corpus, Filters(q=q)) == shown(memory, Filters(q=q))
    by_relevance = shown(corpus, Filters(q=q), "relevance")
    assert sorted(by_relevance) == sorted(shown(corpus, Filters(q=q)))
    assert by_relevance == shown(memory, Filters(q=q), "relevance")


def _holds(leaf, row):
    if isinstance(leaf, Phrase):
        return stands_in(
            leaf, indexed(row.title if leaf.title and isinstance(row.title, str) else "" if leaf.title else row.text)
        )
    return isinstance(row.date, str) and leaf.low <= row.date <= leaf.high


def test_relevance_is_title_then_occurrences_then_date(corpus):
    asked = Filters(q="harbour trade")
    ranks = []
    for one in view.releases_page(corpus, asked, "relevance", 1, 1000):
        title = indexed(one.name)
        words = sum(stands_in(Phrase((w,)), title) for w in ("harbour", "trade"))
        ranks.append(
            (-words, -len(search.matches(corpus.text(one.release_id), asked.q)), -int(one.row["date"].replace("-", "")))
        )
    assert len(ranks) > 20
    assert ranks == sorted(ranks)


def test_facet_counts_are_those_of_a_recount_in_200_states(corpus, memory):
    """Counted anew from the rows themselves, without the arrays that the counts come from."""
    rng = random.Random(5)
    options = view.options(corpus)
    facts = {one.release_id: _facts(memory, one) for one in view.releases_page(memory, Filters(), "date", 1, 10_000)}
    for _ in range(200):
        q = rng.choice(["", "", "harbour", "talent*", "shenzhen", "data -bridge"])
        chosen = {
            facet: tuple(o.slug for o in rng.sample(options[facet], min(len(options[facet]), rng.randint(1, 2))))
            for facet in rng.sample(view.FACETS, rng.randint(0, 3))
        }
        holding = shown(corpus, Filters(q=q))
        counts = view.facets(corpus, "releases", Filters(q=q, **chosen))
        for facet in view.FACETS:
            others = [(f, set(values)) for f, values in chosen.items() if f != facet]
            passing = [facts[i] for i in holding if all(values & facts[i][f] for f, values in others)]
            tally = Counter(value for row in passing for value in row[facet])
            assert {o.slug: o.count for o in counts[facet]} == {o.slug: tally[o.slug] for o in options[facet]}
        passing = [i for i in holding if all(set(values) & facts[i][f] for f, values in chosen.items())]
        assert shown(corpus, Filters(q=q, **chosen)) == passing


def _facts(corpus, one):
    """The facet values of one release, from tables and texts alone."""
    claims = figures.claims_of(corpus, one.release_id)
    counted = claims[claims["counted"]]
    text = indexed(corpus.text(one.release_id))
    row = one.row
    meetings = {
        *counted["meeting"].dropna().tolist(),
        *([] if pd.isna(row["announces_meeting"]) else [row["announces_meeting"]]),
    }
    return {
        "pillar": set(row["pillars"].split(";")) if row["pillars"] else set(),
        "meeting": {f"jic{int(n)}" for n in meetings},
        "year": {row["date"][:4] if row["date"] else "undated"},
        "kind": {row["kind"].replace("_", "-")},
        "publisher": {slugify(p.strip()) for p in (row["publisher"] or "Unnamed").split(";")},
        "claim": {"counted" if len(counted) else "not-counted" if len(claims) else "no"},
        "party": set(_parties(corpus, one.release_id, text)),
    }


def _parties(corpus, release_id, text):
    raw = corpus.text(release_id)
    for party, names in party_names(corpus.parties, corpus.aliases).items():
        for name in names:
            words = parse(f'"{name}"').tree
            exact = not (name.isupper() and len(name) <= 8) or re.search(rf"(?<!\w){re.escape(name)}(?!\w)", raw)
            if isinstance(words, Phrase) and exact and stands_in(words, text):
                yield slugify(party)


def test_snippets_stand_in_the_text(corpus):
    for q in ("harbour", "数据", '"trade data"', "talent*"):
        for one in view.releases_page(corpus, Filters(q=q), "date", 1, 25):
            text, piece = corpus.text(one.release_id), one.piece
            assert text[piece.start : piece.end] == piece.text
            assert piece.text in text.split("\n\n")[piece.passage - 1]
            assert piece.spans and len(piece.spans) + piece.more == len(search.matches(text, q))


@pytest.mark.parametrize("home", ["file", "postgres"])
def test_a_built_store_has_the_tables_of_a_load(home, request, corpora, memory):
    """Those about the programmes as frames, every release in the store."""
    corpus = corpora(home, request)
    check(corpus.tables)
    ids = set(corpus.releases["release_id"])
    assert len(ids) < len(memory.releases) == view.total(corpus)
    for name, table in SCHEMA.items():
        expected = memory.tables[name]
        if name == "releases" or (name in ("claims", "mentions", "passages")):
            expected = expected[expected["release_id"].isin(ids)]
        got = corpus.tables[name]
        order = [
            c for c in table.names if c in ("path", "release_id", "start", "passage", "line", "code")
        ] or table.names[:3]
        pd.testing.assert_frame_equal(
            got.sort_values(order, kind="stable").reset_index(drop=True),
            expected.sort_values(order, kind="stable").reset_index(drop=True),
        )
    for row in memory.releases.itertuples():
        held = view.release(corpus, row.release_id)
        assert (held["date"] or None, held["words"], held["kind"]) == (
            row.date if isinstance(row.date, str) else None,
            row.words,
            row.kind,
        )
        assert corpus.text(row.release_id) == row.text
    assert set(memory.claims["release_id"]) == {
        r for r in memory.releases["release_id"] if len(figures.claims_of(corpus, r))
    }


def test_the_file_has_the_rows_found_for_none_one_and_all(corpus):
    one = view.releases_page(corpus, Filters(), "date", 1, 1)[0]
    for q in ("nowhere", f'title:"{one.name}" date:{one.row["date"]}', ""):
        data = sheets.csv_bytes(view.releases_file(corpus, Filters(q=q)))
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        assert [row[0] for row in rows[1:]] == shown(corpus, Filters(q=q))
    assert len(rows) - 1 == view.total(corpus)


# --- builds ---

COUNT = 30  # files of the archive


@pytest.fixture(params=["file", "postgres"])
def name(request, tmp_path):
    if request.param == "postgres":
        return homes.fresh(request.getfixturevalue("server"), "building")
    return str(tmp_path / "store.sqlite")


@pytest.fixture
def archive(tmp_path):
    """A few releases that depend on each other, and some that do not."""
    folder = tmp_path / "archive"
    (folder / "sci").mkdir(parents=True)
    for pattern in ("2021-1*mous-*", "2022-11-25-eight*", "2023-12-14-*"):
        for path in (ROOT / "data" / "releases").glob(pattern):
            shutil.copy(path, folder / "sci")
    for number in range(COUNT - len(list((folder / "sci").iterdir()))):
        write(folder / "sci", number)
    return folder


def same(name, folder):
    """Whether the store is what a fresh load of the folder gives."""
    corpus, fresh = stored(name), sci_loader.load(folder)
    try:
        assert shown(corpus, Filters()) == shown(fresh, Filters())
        for table in ("meetings", "counts", "conflicts", "problems"):
            pd.testing.assert_frame_equal(corpus.tables[table], fresh.tables[table])
        for q in ("harbour", "renamed", "mous"):
            assert shown(corpus, Filters(q=q)) == shown(fresh, Filters(q=q))
            assert [o for f in view.facets(corpus, "releases", Filters(q=q)).values() for o in f if o.count] == [
                o for f in view.facets(fresh, "releases", Filters(q=q)).values() for o in f if o.count
            ]
    finally:
        corpus.store.home.close()


def test_a_build_reads_only_what_is_new_or_changed(name, archive):
    assert build(name, archive).read == COUNT
    version = stored_version(name)
    again = build(name, archive)
    assert (again.read, again.changed) == (0, False)
    assert stored_version(name) == version

    touched = archive / "sci" / "made-0000.md"
    os.utime(touched, (1, 1))
    assert build(name, archive).changed is False  # another date, the same bytes
    touched.write_text(touched.read_text(encoding="utf-8").replace("title:", "title: renamed"), encoding="utf-8")
    write(archive / "sci", 500)
    (archive / "sci" / "made-0001.md").unlink()
    done = build(name, archive)
    assert (done.read, done.withdrawn) == (2, 1)
    assert stored_version(name) != version
    same(name, archive)


def test_a_name_in_another_encoding_and_a_text_that_is_not_read_change_nothing_twice(name, archive):
    (archive / os.fsdecode(b"caf\xe9.md")).write_text("A text of its own.", encoding="utf-8")
    (archive / "notes.docx").write_bytes(b"PK")
    assert build(name, archive).read == COUNT + 2
    assert build(name, archive).read == 0
    same(name, archive)
    (archive / os.fsdecode(b"caf\xe9.md")).unlink()
    assert build(name, archive).withdrawn == 1
    same(name, archive)


def test_no_two_releases_have_one_id_when_a_file_is_called_what_another_is_given(name, archive):
    for folder, text in (("a", "One text."), ("c", "Another text.")):
        (archive / folder).mkdir()
        (archive / folder / "x.md").write_text(text, encoding="utf-8")
    (archive / "b").mkdir()
    given = sha256((archive / "c" / "x.md").read_bytes()).hexdigest()[:6]
    (archive / "b" / f"x-{given}.md").write_text("A third.", encoding="utf-8")
    build(name, archive)
    same(name, archive)
    (archive / "a" / "x.md").write_text("One text, changed.", encoding="utf-8")
    build(name, archive)
    same(name, archive)


def test_a_file_under_two_of_the_paths_is_one(name, archive):
    changed, withdrawn = archive / "sci" / "made-0000.md", archive / "sci" / "made-0001.md"
    paths = archive, archive / "sci", changed
    built = build(name, *paths)
    assert (built.files, built.read) == (COUNT, COUNT)
    assert build(name, *paths) == replace(built, read=0, changed=False)
    changed.write_text(changed.read_text(encoding="utf-8") + "\n\nMore.\n", encoding="utf-8")
    write(archive / "sci", 500)
    withdrawn.unlink()
    assert build(name, *paths) == replace(built, read=2, withdrawn=1)
    same(name, archive)


def test_what_depends_on_other_files_follows_them(name, archive):
    """Copies, originals of digests, ids taken twice and figures change when another file comes or goes."""
    release = archive / "sci" / "2023-12-14-singapore-and-shenzhen-drive-smart-city-collaboration.md"
    twin, clash = archive / "a-twin.md", archive / "sci" / "z" / "made-0002.md"
    build(name, archive)
    shutil.copy(release, twin)
    clash.parent.mkdir()
    clash.write_text(
        (archive / "sci" / "made-0002.md").read_text(encoding="utf-8") + "\n\nRenamed.\n", encoding="utf-8"
    )
    original = archive / "original.md"
    original.write_text(
        release.read_text(encoding="utf-8").replace("text: digest\n", "") + "\n\nRenamed.\n", encoding="utf-8"
    )
    build(name, archive)
    same(name, archive)
    for path in (twin, clash, original):
        path.unlink()
    build(name, archive)
    same(name, archive)
    release.unlink()
    build(name, archive)
    same(name, archive)


def test_a_few_releases_are_looked_through_as_the_index_would_answer(corpus, monkeypatch):
    names = party_names(corpus.parties, corpus.aliases)
    for above in (-1, 20, 10_000):
        found = []
        for few in (0, 100_000):
            monkeypatch.setattr("sci_loader.store.FEW", few)
            found.append({p: set(s) for p, s in shelf_of(corpus).store.naming(names, above).items() if s})
        assert found[0] == found[1]
        assert bool(found[0]) == (above < 10_000)


@st.composite
def lots(draw):
    """Releases before and after a change: rows by number, each with what it states, names and says of pillars."""
    row = st.tuples(
        st.sampled_from(["sci", "jcbc", None]),
        st.sampled_from(["2022-05-01", "2023-01-02", "2023-01-03", None]),
        st.sampled_from(["news", "speech"]),
        st.sampled_from(["A", "A; B", "C", None]),
        st.sampled_from([None, 3]),
        st.sampled_from([None, "other"]),
        st.integers(0, 9),
        st.sampled_from(["digest", "original"]),
        st.sampled_from([None, "jcbc"]),
        st.lists(st.tuples(st.booleans(), st.sampled_from([None, 3, 4])), max_size=2),
        st.lists(st.tuples(st.sampled_from(["talent", "trade"]), st.integers(1, 5)), max_size=2),
        st.sets(st.sampled_from(["tusstar", "imda"])),
    )
    before = draw(st.dictionaries(st.integers(0, 12), row))
    after = {n: r for n, r in before.items() if draw(st.booleans())} | draw(st.dictionaries(st.integers(5, 20), row))
    return before, after


def facts_of_lot(lot):
    parties = {}
    for seq, row in lot.items():
        for party in sorted(row[11]):
            parties.setdefault(party, []).append(seq)
    return facts_of(
        [(seq, f"id-{-seq % 7}-{seq}", *row[:5], *row[5:9]) for seq, row in lot.items()],
        [(seq, *claim) for seq, row in lot.items() for claim in row[9]],
        [(seq, *named) for seq, row in lot.items() for named in row[10]],
        parties,
    )


@given(lots())
def test_facts_that_are_renewed_are_those_of_all(lot):
    before, after = lot
    changed = {seq for seq in before if before[seq] != after.get(seq)}
    fresh = {seq: row for seq, row in after.items() if before.get(seq) != row}
    old = Facts.from_bytes(facts_of_lot(before).to_bytes())
    renewed = old.renewed(changed, facts_of_lot(fresh), lambda seqs: {seq: f"id-{-seq % 7}-{seq}" for seq in seqs})
    assert renewed.to_bytes() == facts_of_lot(after).to_bytes()


@pytest.mark.parametrize("endings", [1, 200])
def test_common_words_are_found_as_the_index_finds_them(tmp_path, archive, monkeypatch, endings):
    """Words of which a store keeps bits, before and after releases came and went, and beginnings of few words and of many."""
    monkeypatch.setattr("sci_loader.store.ENDINGS", endings)
    monkeypatch.setattr("sci_loader.build.FEWEST", 10)
    monkeypatch.setattr("sci_loader.store.SAMPLE", 10)
    name = tmp_path / "store.sqlite"
    build(name, archive)
    for changed in range(3):
        if changed:
            write(archive / "sci", 700 + changed)
            (archive / "sci" / f"made-{changed:04}.md").unlink()
            build(name, archive)
        store = Store.open(name)
        assert store.common is not None and len(store.common.words) > 5
        words = list(store.common.words)
        queries = [*words, *(f"{a} {b} -{c}" for a, b, c in zip(words, words[1:], words[2:], strict=False))]
        queries += [f"{words[0]} OR nowhere", f"nowhere {words[0]}", f"-{words[0]}"]
        queries += [f"{word[:n]}*" for word in words for n in (1, 2, 5)] + ["p* -park*", "talent* OR nowhere*"]
        kept = [store.found(q) for q in queries]
        store.common = None
        store._kept.clear()
        assert all((a == store.found(q)).all() for a, q in zip(kept, queries, strict=True))
        store.home.close()


@pytest.mark.parametrize(("fewest", "tidied"), [(10, True), (5_000, False)])
def test_the_index_of_a_large_store_is_put_into_one_piece(tmp_path, archive, monkeypatch, fewest, tidied):
    """Every batch is a piece of it, and a word is looked up in every piece."""
    monkeypatch.setattr("sci_loader.build.FEWEST", fewest)
    monkeypatch.setattr("sci_loader.build.BATCH", 7)
    build(tmp_path / "store.sqlite", archive)
    home = Sqlite(tmp_path / "store.sqlite", write=False)
    pieces = home.query("SELECT count(DISTINCT segid) FROM words_idx")[0][0]
    assert (pieces == 1) == tidied
    home.close()


def test_two_workers_build_the_same(tmp_path, archive):
    with executor(2) as pool:
        build(tmp_path / "two.sqlite", archive, pool=pool)
    same(tmp_path / "two.sqlite", archive)


def test_other_rules_read_everything_again(tmp_path, archive, monkeypatch):
    name = tmp_path / "store.sqlite"
    build(name, archive)
    shutil.copytree(ROOT / "data", tmp_path / "data")
    file = tmp_path / "data" / "programmes" / "sci.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    monkeypatch.setenv("SCI_DATA", str(tmp_path / "data"))
    assert build(name, archive).read == COUNT


SLOW = """
import sys, time
from sci_loader import build as module
plain = module._add
module.BATCH = 5
def slow(store, batch):
    plain(store, batch)
    time.sleep(0.02)
module._add = slow
module.build(sys.argv[1], sys.argv[2], say=lambda line: print(line, flush=True))
"""


def _killed(name, archive, delay, how):
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, name, str(archive)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    process.stdout.readline()  # it has begun
    time.sleep(delay)
    process.send_signal(how)
    process.communicate()
    return _kept(name)


def _kept(name):
    store = Store.open(name)
    try:
        return store.home.query('SELECT count(*) FROM "files"')[0][0]
    finally:
        store.home.close()


def _kills(name, archive, times):
    """Kill a build again and again: what was committed stays, and the last run ends with the whole."""
    rng = random.Random(60)
    kept = 0
    for number in range(times):
        how = signal.SIGKILL if number % 2 == 0 else signal.SIGINT
        now = _killed(name, archive, rng.uniform(0, 0.4), how)
        assert now >= kept
        kept = now
        if kept >= COUNT:  # all is read: begin again with something to do
            for path in sorted((archive / "sci").glob("made-*.md"))[:10]:
                path.write_text(path.read_text(encoding="utf-8") + "\n\nMore.\n", encoding="utf-8")
    build(name, archive)
    same(name, archive)


def test_a_killed_build_loses_nothing_that_was_committed(name, archive):
    _kills(name, archive, 2)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_sixty_kills_lose_nothing_that_was_committed(name, archive):
    _kills(name, archive, 60)


# --- refusals ---


def test_a_store_that_is_none_is_refused_in_one_sentence(tmp_path, capsys):
    with pytest.raises(StoreError, match="there is no store"):
        stored(tmp_path / "missing.sqlite")
    (tmp_path / "text.sqlite").write_text("not a database, but some text that is long enough to be looked at " * 20)
    with pytest.raises(StoreError, match="cannot be opened"):
        stored(tmp_path / "text.sqlite")
    sqlite3.connect(tmp_path / "empty.sqlite").close()
    with pytest.raises(StoreError, match="is no store"):
        stored(tmp_path / "empty.sqlite")
    with pytest.raises(StoreError, match="cannot be reached"):
        stored("postgresql://nobody:secret@127.0.0.1:1/none")
    assert (
        command.main(["build", str(ROOT / "data" / "releases"), "--store", str(tmp_path / "no" / "folder.sqlite")]) == 1
    )
    assert capsys.readouterr().err.count("\n") <= 2


def test_a_store_of_another_version_is_refused(tmp_path, archive):
    name = tmp_path / "store.sqlite"
    build(name, archive / "sci")
    with sqlite3.connect(name) as connection:
        connection.execute("UPDATE state SET value = ? WHERE key = 'tables'", (b"0",))
    connection.close()
    with pytest.raises(StoreError, match="another version"):
        stored(name)


def test_the_command_builds_and_says_what_it_did(tmp_path, archive, capsys):
    call = ["build", str(archive), "--store", str(tmp_path / "store.sqlite")]
    assert command.main(call) == 0
    out = capsys.readouterr()
    assert out.out == f"{COUNT} files: {COUNT} read, 0 withdrawn.\n" and f"{COUNT} of {COUNT} read" in out.err
    assert command.main(call) == 0
    assert capsys.readouterr().out == f"{COUNT} files: nothing changed.\n"


# --- a database that fails ---


def cut_off(address):
    """End every other connection to a database, as a restart of its server does."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        ended = connection.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchone()
    return ended[0]


def test_a_dashboard_goes_on_after_its_database_was_started_anew(server, archive):
    name = homes.fresh(server, "renewed")
    build(name, archive)
    corpus = stored(name)
    try:
        before = shown(corpus, Filters(q="harbour"))
        assert cut_off(name) == 1
        corpus.store._kept.clear()
        assert view.releases_page.__wrapped__(corpus, Filters(q="harbour")) and before
        assert shown(corpus, Filters(q="harbour OR park"))
    finally:
        corpus.store.home.close()


def test_a_build_goes_on_when_its_database_is_started_anew_between_two_batches(server, archive):
    name = homes.fresh(server, "between")
    build(name, archive)
    write(archive / "sci", 500)
    cut = []
    assert build(name, archive, say=lambda line: cut.append(cut_off(name))).read == 1
    assert sum(cut) == 2, "before the file is read, and before the figures are put together"
    same(name, archive)


def test_a_build_that_loses_its_database_in_between_says_so_and_keeps_what_was_read(server, archive, monkeypatch):
    name, finish = homes.fresh(server, "lost"), building._finish
    build(name, archive)
    write(archive / "sci", 500)
    with monkeypatch.context() as patch:
        patch.setattr(building, "_finish", lambda store: [cut_off(name), finish(store)])
        with pytest.raises(StoreError, match=r"the database .*do the same again"):
            build(name, archive)
    assert build(name, archive) == building.Built(COUNT + 1, 0, 0, True), "read already, and now put together"
    same(name, archive)


def test_a_database_whose_disk_is_full_says_so(server, archive):
    """What the server answers then is passed on; here it is a table that takes no more rows."""
    import psycopg

    name = homes.fresh(server, "full")
    build(name, archive)
    with psycopg.connect(name, autocommit=True) as connection:
        connection.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$"
        )
        connection.execute("CREATE TRIGGER disk BEFORE INSERT ON files EXECUTE FUNCTION full_disk()")
    write(archive / "sci", 501)
    with pytest.raises(StoreError, match=r"the database refuses \(could not extend file\); see to that"):
        build(name, archive)
    with psycopg.connect(name, autocommit=True) as connection:
        connection.execute("DROP TRIGGER disk ON files")
    assert build(name, archive).read == 1
    same(name, archive)


def test_a_file_that_cannot_be_written_is_a_store_error(tmp_path, archive):
    name = tmp_path / "store.sqlite"
    build(name, archive)
    write(archive / "sci", 502)
    with sqlite3.connect(name) as connection:
        connection.execute("CREATE TRIGGER full BEFORE INSERT ON files BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
    with pytest.raises(StoreError, match=r"store\.sqlite: this store cannot be written \(disk is full\); see that"):
        build(name, archive)
    connection.execute("DROP TRIGGER full")
    connection.close()
    assert build(name, archive).read == 1
    same(name, archive)


@pytest.mark.skipif(os.name != "posix", reason="forks a process that may write nothing")
def test_a_store_is_shown_from_a_place_that_cannot_be_written(tmp_path, archive):
    """As in a container whose file system is read-only, by a user who owns nothing."""
    place = Path(tempfile.mkdtemp(prefix="sci-read-only-"))
    try:
        build(place / "store.sqlite", archive)
        (place / "store.sqlite").chmod(0o444)
        place.chmod(0o555)
        child = os.fork()
        if child == 0:
            done = 1
            try:
                if os.geteuid() == 0:
                    os.setuid(65534)
                corpus = stored(place / "store.sqlite")
                done = 0 if len(view.releases_page(corpus, Filters(q="harbour"))) else 2
            finally:
                os._exit(done)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert [p.name for p in place.iterdir()] == ["store.sqlite"]
    finally:
        place.chmod(0o755)
        shutil.rmtree(place)


def test_a_database_of_something_else_is_left_alone(tmp_path, archive, server):
    name = tmp_path / "other.sqlite"
    with sqlite3.connect(name) as connection:
        connection.execute("CREATE TABLE accounts (id INTEGER)")
    connection.close()
    with pytest.raises(StoreError, match="holds other tables; name a new file"):
        build(name, archive)
    with sqlite3.connect(name) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("accounts",)]
    connection.close()
    with pytest.raises(StoreError, match="has no name"):
        build("", archive)


def test_a_number_of_a_withdrawn_release_is_not_given_again(name, archive):
    """Else a store would call other texts by an old version, and what is kept of a release would answer for another."""
    build(name, archive)
    versions = [stored_version(name)]
    for text in ("A harbour talk.", None, "A library talk."):
        path = archive / "sci" / "zz-newest.md"
        path.write_text(f"---\ntitle: The newest\ndate: 2024-01-05\n---\n{text}\n") if text else path.unlink()
        build(name, archive)
        versions.append(stored_version(name))
    assert versions[2] == versions[0] and len({*versions}) == 3
    same(name, archive)

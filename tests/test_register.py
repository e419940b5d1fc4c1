"""The register is consistent in itself, agrees with the labels, and is in our own words."""

import collections
import csv
import datetime
import functools
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
REGISTER = ROOT / "data" / "register"
RELEASES = ROOT / "data" / "releases"
PROGRAMME = tomllib.loads((ROOT / "data" / "programmes" / "sci.toml").read_text(encoding="utf-8"))

ENTRY_COLUMNS = (
    "register_id programme measure meeting title instrument pillar_stated pillar pillar_basis topics description "
    "source page related pillar_reason note"
).split()
COLUMNS = {
    "agreements": ENTRY_COLUMNS,
    "projects": ENTRY_COLUMNS,
    "parties": ["register_id", "party", "party_name", "side"],
    "party_aliases": ["party", "alias"],
    "threads": ["thread", "date", "document", "ref", "stage", "status", "note"],
}
INSTRUMENTS = {
    "mou": {"MOU", "Protocol", "Memorandum of Intent", "Memorandum of Strategic Cooperation"},
    "project": {"project"},
}
# How far a thread has come, as one document tells it.
STAGES = {
    "idea": "spoken of, nobody has undertaken it",
    "planned": "a side says that it will be done",
    "agreed": "signed, or agreed between the parties",
    "announced": "named as a new project of a meeting, or signed up for, without a word on its start",
    "trial": "tried out, not yet in regular use",
    "launched": "opened to those it is for",
    "operating": "at work, with something to report",
    "renewed": "an earlier agreement is carried on",
    "context": "mentioned, with no news of its progress",
}
# Each annex, and the meeting it belongs to.
ANNEXES = {
    "sci-jic meeting - annex a.pdf": 1,
    "sci-jic meeting - annex b.pdf": 1,
    "media release for sci jic - annex a (1).pdf": 2,
    "media release for sci jic - annex b.pdf": 2,
    "annex a 3rd sci jic meeting.pdf": 3,
    "annex b 3rd sci jic meeting.pdf": 3,
    "Annexes_A_and_B_List_of_MOUs_and_projects_signed_at_SCI.pdf": 4,
}
# Five of the eight projects of the 2nd meeting are named by no source.
NAMED = {"mou": {"": 1, "1": 8, "2": 4, "3": 8, "4": 8}, "project": {"1": 7, "2": 3, "3": 14, "4": 14}}
NO_PARTY_NAMED = {
    *(f"jic1-project-{number:02}" for number in range(1, 8)),
    "jic2-project-03",
    *(f"jic3-project-{number:02}" for number in (3, 4, 5, 6, 14)),
}
# Documents whose front matter has no date, or a wrong one, and the date that holds.
DATED_OTHERWISE = {
    "2021-11-25-8-mous-signed-at-the-3rd-singapore-china-smart-city-initiative.md": "2022-11-25",
    "3066-singapore-and-shenzhen-partner-for-smart-city-initiatives.md": "2022-11-25",
    "2024-04-12-singapore-shenzhen-can-boost-cooperation-in-digital-trade-says-dpm-heng.md": "2024-04-12",
}
# Printed with other words in between, because the row runs over the foot of a page.
SPLIT_BY_A_PAGE = "DST Electric Vehicle Rental (Shenzhen) Co., Ltd."
# Posts that the labels follow a thread into although they do not mention the programme, so no digest retells them.
OUTSIDE_THE_PROGRAMME = {
    "2024-06-27-post-Singapore and China advance cooperation at inaugural Singapore China Digital Policy Dialogue.md",
}
WORD_RUN = 8  # a shared run of this many words is a copy


def read(path):
    """Return the rows of the CSV file at `path`."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(name):
    """Return the rows of one file of the register."""
    return read(REGISTER / f"{name}.csv")


ENTRIES = table("agreements") + table("projects")
BY_ID = {entry["register_id"]: entry for entry in ENTRIES}
MEETING_DATES = {meeting["number"]: meeting["date"].isoformat() for meeting in PROGRAMME["meetings"]}
LABELS = {pillar["slug"]: pillar["label"] for pillar in PROGRAMME["pillars"]}


def items(cell):
    """Return the parts of a cell that holds a list."""
    return [part for part in cell.split(";") if part]


def words(text):
    """Return the lower-case words of a text, whatever stands between them.

    >>> words("Shenzhen’s 10 e-IDs")
    ['shenzhen', 's', '10', 'e', 'ids']
    """
    return re.findall(r"[^\W_]+", text.lower())


def squeezed(text):
    """Return the letters and digits of a text alone, so that line breaks and spelling of spaces do not matter."""
    return "".join(words(text))


def runs(text, size=WORD_RUN):
    """Return every run of `size` words in a text."""
    tokens = words(text)
    return {tuple(tokens[start : start + size]) for start in range(len(tokens) - size + 1)}


def pages_of(cell):
    """Return the page numbers that a `page` cell names.

    >>> pages_of("5;12-13")
    [5, 12, 13]
    """
    spans = [[int(number) for number in part.split("-")] for part in items(cell)]
    return [page for span in spans for page in range(span[0], span[-1] + 1)]


# ---- the register by itself --------------------------------------------------


@pytest.mark.parametrize("name", COLUMNS)
def test_a_file_is_plain_tidy_csv(name):
    raw = (REGISTER / f"{name}.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf") and b"\r" not in raw and raw.endswith(b"\n")
    assert raw.decode("utf-8").split("\n", 1)[0].split(",") == COLUMNS[name]
    rows = table(name)
    assert rows
    assert [cell for row in rows for cell in row.values() if cell is None or cell != " ".join(cell.split())] == []
    assert len({tuple(row.values()) for row in rows}) == len(rows)


def test_ids_are_unique_and_say_what_they_name():
    assert len(BY_ID) == len(ENTRIES)
    founding = PROGRAMME["founding"][0]["register_id"]
    for register_id, entry in BY_ID.items():
        assert entry["programme"] == PROGRAMME["slug"]
        if register_id == founding:
            assert (entry["measure"], entry["meeting"]) == ("mou", "")
        else:
            expected = rf"jic{entry['meeting']}-{entry['measure']}-\d\d"
            assert re.fullmatch(expected, register_id), register_id


def test_vocabularies_are_closed():
    for entry in ENTRIES:
        assert entry["instrument"] in INSTRUMENTS[entry["measure"]], entry["register_id"]
        assert entry["pillar"] in LABELS
        assert entry["pillar_basis"] in {"stated", "assigned"}
    assert {row["side"] for row in table("parties")} <= {side["slug"] for side in PROGRAMME["sides"]} | {"other"}
    assert {row["stage"] for row in table("threads")} == set(STAGES)


@pytest.mark.parametrize(("name", "measure"), [("agreements", "mou"), ("projects", "project")])
def test_every_meeting_has_its_entries_in_order(name, measure):
    rows = table(name)
    assert {row["measure"] for row in rows} == {measure}
    assert collections.Counter(row["meeting"] for row in rows) == NAMED[measure]
    in_order = [
        f"jic{meeting}-{measure}-{number:02}" if meeting else PROGRAMME["founding"][0]["register_id"]
        for meeting, count in NAMED[measure].items()
        for number in range(1, count + 1)
    ]
    assert [row["register_id"] for row in rows] == in_order


def test_a_pillar_is_stated_only_where_the_heading_is_its_name():
    """The heading must use no word that the name of the pillar lacks; what is not stated has a reason."""
    for entry in ENTRIES:
        heading = set(words(entry["pillar_stated"]))
        named = {slug for slug, label in LABELS.items() if heading and heading <= set(words(label))}
        stated = entry["pillar_basis"] == "stated"
        assert named == ({entry["pillar"]} if stated else set()), entry["register_id"]
        assert bool(entry["pillar_reason"]) is not stated, entry["register_id"]


def test_a_description_is_one_short_sentence():
    for entry in ENTRIES:
        assert entry["title"] and items(entry["topics"]), entry["register_id"]
        assert re.fullmatch(r"[A-Z][^.?!]*\.", entry["description"]), entry["description"]
        assert len(entry["description"].split()) <= 30, entry["description"]


def test_links_between_entries_go_both_ways():
    for register_id, entry in BY_ID.items():
        linked = items(entry["related"])
        assert len(set(linked)) == len(linked) and register_id not in linked
        for other in linked:
            assert register_id in items(BY_ID[other]["related"]), f"{register_id} lists {other}"


def test_every_party_belongs_to_an_entry_once():
    rows = table("parties")
    assert [row["register_id"] for row in rows if row["register_id"] not in BY_ID] == []
    assert all(row["party"] and row["party_name"] for row in rows)
    assert len({(row["register_id"], row["party"]) for row in rows}) == len(rows)
    assert {row["register_id"] for row in rows} == set(BY_ID) - NO_PARTY_NAMED


def test_every_mou_has_a_party_on_either_side():
    """No exception: all 29 name at least one of each."""
    sides = collections.defaultdict(set)
    for row in table("parties"):
        sides[row["register_id"]].add(row["side"])
    mous = [entry["register_id"] for entry in ENTRIES if entry["measure"] == "mou"]
    assert [mou for mou in mous if not {"singapore", "shenzhen"} <= sides[mou]] == []


def test_a_party_never_changes_sides():
    sides = collections.defaultdict(set)
    for row in table("parties"):
        sides[row["party"]].add(row["side"])
    assert {party: side for party, side in sides.items() if len(side) > 1} == {}


def test_every_spelling_leads_to_one_party():
    spellings = collections.defaultdict(set)
    for row in table("party_aliases"):
        spellings[row["alias"].casefold()].add(row["party"])
    assert {alias: parties for alias, parties in spellings.items() if len(parties) > 1} == {}
    parties = table("parties")
    assert {row["party"] for row in table("party_aliases")} == {row["party"] for row in parties}
    assert [row for row in parties if spellings[row["party_name"].casefold()] != {row["party"]}] == []


def test_every_source_can_be_looked_up():
    """An annex by its file name and page, a release by its id and paragraph."""
    for entry in ENTRIES:
        if entry["source"] in ANNEXES:
            assert pages_of(entry["page"]), entry["register_id"]
            assert entry["meeting"] in {str(ANNEXES[entry["source"]]), ""}, entry["register_id"]
        else:
            assert (RELEASES / f"{entry['source']}.md").is_file(), entry["source"]
            assert re.fullmatch(r"para \d+", entry["page"]), entry["register_id"]


def test_every_thread_row_has_a_document_and_its_date():
    for row in table("threads"):
        datetime.date.fromisoformat(row["date"])
        document = row["document"]
        if document in ANNEXES:
            expected = MEETING_DATES[ANNEXES[document]]
        else:
            text = (RELEASES / document).read_text(encoding="utf-8")
            stated = re.search(r"(?m)^date: (\S+)$", text)
            expected = DATED_OTHERWISE.get(document) or stated[1]
        assert row["date"] == expected, row


def test_threads_are_told_in_order():
    rows = table("threads")
    assert [(row["thread"], row["date"]) for row in rows] == sorted((row["thread"], row["date"]) for row in rows)
    for row in rows:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["thread"]), row
        assert row["ref"] and re.fullmatch(r"\S.*\.", row["status"]), row


# ---- the register against the labels and the annexes ----------------------------


def gold_id(row):
    """Return our id for a labelled agreement or project: A3-2 is jic3-mou-02, P2-b jic2-project-02, A0 the founding MOU."""
    label = row.get("agreement_id") or row["project_id"]
    if label == "A0":
        return PROGRAMME["founding"][0]["register_id"]
    measure = {"A": "mou", "P": "project"}[label[0]]
    meeting, number = label[1:].split("-")
    return f"jic{meeting}-{measure}-{int(number) if number.isdigit() else 'abc'.index(number) + 1:02}"


def labelled(shared):
    """Map our id to each labelled agreement and project that is not an aggregate."""
    rows = read(shared / "gold" / "agreements.csv") + read(shared / "gold" / "projects.csv")
    return {gold_id(row): row for row in rows if row["is_aggregate"] == "false"}


def gold_pillar(row):
    """Return the slug of the pillar that a label gives."""
    wording = row.get("pillar_core") or row["pillar_assigned"]
    return next(slug for slug, label in LABELS.items() if label.casefold() == wording)


def test_the_register_holds_what_is_labelled(shared):
    gold = labelled(shared)
    assert set(gold) == set(BY_ID)
    for register_id, row in gold.items():
        entry = BY_ID[register_id]
        heading = "" if row["pillar_stated"].startswith("not ") else row["pillar_stated"]
        assert entry["pillar_stated"].casefold() == heading.casefold(), register_id
        assert entry["pillar"] == gold_pillar(row), register_id
        assert entry["instrument"] == row.get("instrument", "project"), register_id
        assert entry["page"] == row["page"], register_id
        if row["source_file"] in ANNEXES:
            assert entry["source"] == row["source_file"], register_id
        links = row.get("related_projects") or row.get("related_agreements") or ""
        linked = {gold_id({"agreement_id": label}) for label in items(links)}
        assert linked <= set(items(entry["related"])), register_id


def test_totals_by_meeting_and_pillar_are_those_labelled(shared):
    def measure(row):
        return "mou" if "agreement_id" in row else "project"

    expected = collections.Counter(
        (measure(row), row["meeting"], gold_pillar(row)) for row in labelled(shared).values()
    )
    assert collections.Counter((entry["measure"], entry["meeting"], entry["pillar"]) for entry in ENTRIES) == expected


def test_every_labelled_mention_of_a_thread_is_told(shared):
    digests = {}
    for path in RELEASES.glob("*.md"):
        sha256 = re.search(r"(?m)^original_sha256: (\w+)$", path.read_text(encoding="utf-8"))
        assert sha256, f"{path.name} does not say which original it retells"
        digests[sha256[1][:12]] = path.name
    documents = {row["doc"]: digests[row["sha256_12"]] for row in read(shared / "gold" / "releases.csv")}
    documents |= {annex: annex for annex in ANNEXES}
    gold = read(shared / "gold" / "threads.csv")
    wanted = collections.Counter(
        (row["date"], documents[row["doc"]]) for row in gold if row["doc"] not in OUTSIDE_THE_PROGRAMME
    )
    told = collections.Counter((row["date"], row["document"]) for row in table("threads"))
    assert wanted - told == collections.Counter()
    assert len({row["thread"] for row in gold}) == len({row["thread"] for row in table("threads")})


@functools.cache
def pages_in(pdf):
    """Return the text of each page of a PDF, in the order it is drawn."""
    done = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, check=True)
    return done.stdout.decode("utf-8").split("\f")


@pytest.fixture(scope="module")
def annexes(shared):
    """Map the name of each annex to the texts of its pages."""
    if not shutil.which("pdftotext"):
        missing = "pdftotext (package poppler-utils) is missing, so the register is not compared with the annexes"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    return {name: pages_in(shared / "annexes" / name) for name in ANNEXES}


def printed_for(entry, annexes):
    """Return the text of the pages that an entry names, or of the digest of its release."""
    if entry["source"] in ANNEXES:
        return " ".join(annexes[entry["source"]][page - 1] for page in pages_of(entry["page"]))
    return (RELEASES / f"{entry['source']}.md").read_text(encoding="utf-8")


def test_party_names_are_printed_on_the_pages_named(annexes):
    """On those of the entry, or of one it is linked with, from which a project may have its parties."""
    missing = []
    for row in table("parties"):
        entry = BY_ID[row["register_id"]]
        near = [entry, *(BY_ID[other] for other in items(entry["related"]))]
        printed = [squeezed(printed_for(one, annexes)) for one in near]
        if not any(squeezed(row["party_name"]) in text for text in printed):
            missing.append(row["party_name"])
    assert set(missing) == {SPLIT_BY_A_PAGE}


def test_headings_are_printed_before_their_entries(annexes):
    for entry in ENTRIES:
        if entry["pillar_stated"]:
            before = annexes[entry["source"]][: pages_of(entry["page"])[-1]]
            assert squeezed(entry["pillar_stated"]) in squeezed(" ".join(before)), entry["register_id"]


def originals(shared):
    """Return the text of each original that mentions Shenzhen."""
    files = [path for path in sorted((shared / "releases").rglob("*")) if path.suffix in {".md", ".txt"}]
    texts = [path.read_text(encoding="utf-8") for path in files]
    return [text for text in texts if "Shenzhen" in text]


def test_every_spelling_occurs_in_a_source(shared, annexes):
    labels = [path.read_text(encoding="utf-8") for path in sorted((shared / "gold").iterdir())]
    texts = labels + originals(shared) + [" ".join(pages) for pages in annexes.values()]
    known = squeezed("\n".join(texts))
    canonical = {row["party"] for row in table("party_aliases")}
    aliases = [row["alias"] for row in table("party_aliases") if row["alias"] not in canonical]
    assert [alias for alias in aliases if squeezed(alias) not in known and alias != SPLIT_BY_A_PAGE] == []


def test_no_text_of_ours_copies_a_source(shared, annexes):
    known = set().union(*map(runs, originals(shared)), *(runs(" ".join(pages)) for pages in annexes.values()))
    assert len(known) > 10_000
    ours = [
        entry[column] for entry in ENTRIES for column in ("title", "topics", "description", "pillar_reason", "note")
    ]
    ours += [row[column] for row in table("threads") for column in ("ref", "status", "note")]
    assert [text for text in ours if runs(text) & known] == []

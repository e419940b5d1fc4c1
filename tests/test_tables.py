"""The tables are what the data dictionary says, and a table that is not stops the load. All rows are invented."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from corpora import everything

from sci_loader.checks import check
from sci_loader.errors import BrokenInvariant, LoaderError
from sci_loader.grammar import REASONS
from sci_loader.tables import DTYPES, SCHEMA, describe, frame

Tables = dict[str, pd.DataFrame]

# The columns that the design names. Others read them by these names, so none may be renamed, moved or taken away;
# what came later stands behind them.
COLUMNS = {
    "releases": "release_id programme date date_basis kind publisher title url language text_kind announces_meeting duplicate_of path sha256 words text draws_on also_about",
    "claims": "claim_id release_id programme measure basis meeting value qualifier value_text start end sentence sentence_start sentence_end counted reason repeats",
    "meetings": "programme meeting date place format chair_singapore chair_shenzhen release_id chair_other",
    "counts": "programme meeting measure new new_claim_id stated_low stated_high stated_claim_ids added gap grade",
    "conflicts": "conflict_id programme meeting measure kind values claim_ids explanation status",
    "register": "register_id programme measure meeting title instrument pillar_stated pillar pillar_basis topics description source page related pillar_reason note",
    "parties": "register_id party party_name side",
    "mentions": "thread release_id date stage status start end",
    "passages": "release_id passage start end pillars text",
    "problems": "path release_id line code message remedy",
    "notes": "thread date document release_id ref stage status note",
    "aliases": "party alias",
}
CLOSED = {
    ("releases", "date_basis"): "front_matter dateline text none",
    ("releases", "kind"): "press_release news speech other",
    ("releases", "language"): "en zh",
    ("releases", "text_kind"): "digest original",
    ("claims", "measure"): "mou project",
    ("claims", "basis"): "new cumulative",
    ("claims", "qualifier"): "exact at_least about",
    ("conflicts", "kind"): "sources arithmetic date duplicate",
    ("conflicts", "status"): "open explained",
    ("register", "pillar_basis"): "stated assigned",
}

TEXT = "Boats\n\nAt the 2nd meeting, six MOUs were signed, bringing the total to 10. Bread was served."
ROWS: dict[str, list[dict[str, Any]]] = {
    "releases": [
        {"release_id": "a", "programme": "nhi", "date": "2031-05-06", "date_basis": "front_matter", "kind": "speech", "language": "en", "text_kind": "original", "text": TEXT},
        {"release_id": "b", "programme": "nhi", "date_basis": "none", "kind": "news", "language": "en", "text_kind": "original", "duplicate_of": "a", "text": TEXT},
    ],
    "claims": [
        {"claim_id": "a:27", "release_id": "a", "measure": "mou", "basis": "new", "meeting": 2, "value": 6, "qualifier": "exact", "value_text": "six", "start": 27, "end": 30, "counted": True},
        {"claim_id": "a:71", "release_id": "a", "measure": "mou", "basis": "cumulative", "meeting": 2, "value": 10, "qualifier": "exact", "value_text": "10", "start": 71, "end": 73, "counted": True},
        {"claim_id": "b:27", "release_id": "b", "measure": "mou", "basis": "new", "meeting": 2, "value": 6, "qualifier": "exact", "value_text": "six", "start": 27, "end": 30, "counted": False, "reason": "subset", "repeats": "a:27"},
    ],
    "meetings": [{"programme": "nhi", "meeting": 2, "date": "2031-05-06", "format": "virtual", "release_id": "a"}],
    "counts": [
        {"programme": "nhi", "meeting": 2, "measure": "mou", "new": 6, "new_claim_id": "a:27", "stated_low": 9, "stated_high": 10, "stated_claim_ids": "a:71", "added": 8, "gap": 2, "grade": "disputed"},
        {"programme": "nhi", "meeting": 2, "measure": "project", "grade": "not_stated"},
    ],
    "conflicts": [{"conflict_id": "nhi-2-mou", "programme": "nhi", "meeting": 2, "measure": "mou", "kind": "sources", "values": "9 | 10", "claim_ids": "a:71;a:27", "status": "open"}],
    "register": [{"register_id": "jhc2-mou-01", "programme": "nhi", "measure": "mou", "meeting": 2, "pillar_basis": "assigned"}],
    "parties": [{"register_id": "jhc2-mou-01", "party": "Reed", "side": "other"}],
    "mentions": [{"thread": "bread", "release_id": "a", "stage": "trial", "start": 75, "end": 80}],
    "passages": [{"release_id": "a", "passage": 1, "start": 0, "end": 5, "text": "Boats"}, {"release_id": "a", "passage": 2, "start": 7, "end": len(TEXT), "text": TEXT[7:]}],
    "problems": [{"path": "c.md", "code": "empty", "message": "the file is empty", "remedy": "delete it"}],
    "notes": [{"thread": "bread", "date": "2031-05-06", "document": "a.md", "release_id": "a", "stage": "trial", "status": "Bread is tried."}],
    "aliases": [{"party": "Reed", "alias": "Reed Ltd"}],
}  # fmt: skip
SENTENCE = {"sentence": TEXT[7:74], "sentence_start": 7, "sentence_end": 74}


@pytest.fixture
def tables() -> Tables:
    rows = {**ROWS, "claims": [{**SENTENCE, **row} for row in ROWS["claims"]]}
    return {name: frame(name, rows[name]) for name in SCHEMA}


# --- the dictionary --------------------------------------------------------------------------------------------------------


def test_the_schema_has_the_columns_of_the_design() -> None:
    assert {name: " ".join(table.names) for name, table in SCHEMA.items()} == COLUMNS
    assert list(SCHEMA) == list(COLUMNS), "tables stand in the order of the design"


def test_closed_lists_are_those_of_the_design() -> None:
    for (table, column), values in CLOSED.items():
        found = next(c for c in SCHEMA[table].columns if c.name == column)
        assert " ".join(found.values) == values


def test_every_column_has_a_type_and_a_meaning() -> None:
    for table in SCHEMA.values():
        assert table.row
        for column in table.columns:
            assert column.type in DTYPES
            assert len(column.meaning) >= 3
            assert "|" not in column.meaning.replace("parted by |", ""), "a bar would part the cells of the docs"


def test_the_description_names_every_table_column_and_value() -> None:
    said = describe()
    for name, table in SCHEMA.items():
        part = said.split(f"## {name}\n")[1].split("\n## ")[0]
        rows = [line for line in part.splitlines() if line.startswith("| ")][1:]
        assert [row.split(" | ")[0].removeprefix("| ") for row in rows] == table.names
        for row, column in zip(rows, table.columns, strict=True):
            assert column.type in row
            assert all(value in row for value in column.values)


def test_numbers_may_be_missing_in_every_column_that_may_be_not_stated() -> None:
    for table in SCHEMA.values():
        empty = frame(table.name, [{}] if not any(c.type == "boolean" for c in table.columns) else [])
        for column in table.columns:
            assert str(empty[column.name].dtype) == DTYPES[column.type]
            assert empty[column.name].isna().all(), "what a row lacks is missing, never zero"


def test_a_frame_keeps_order_and_types() -> None:
    made = frame("counts", [{"meeting": 1, "new": 8}, {"new": None, "meeting": 2, "grade": ""}])
    assert list(made.columns) == COLUMNS["counts"].split()
    assert made["new"].tolist() == [8, pd.NA]
    assert made["grade"].isna().all()
    assert str(made["new"].dtype) == "Int64"


def test_a_frame_of_no_rows_has_all_columns() -> None:
    for name in SCHEMA:
        assert (len(frame(name, [])), list(frame(name, []).columns)) == (0, COLUMNS[name].split())


# --- the check -------------------------------------------------------------------------------------------------------------


def test_sound_tables_pass(tables: Tables) -> None:
    check(tables)


def test_empty_tables_pass() -> None:
    check({name: frame(name, []) for name in SCHEMA})


def test_loaded_tables_pass() -> None:
    corpus = everything()
    assert len(corpus.claims) > 0
    check(corpus.tables)


def at(table: str, row: int, **values: Any) -> Callable[[Tables], None]:
    """A change that writes these values into one row."""

    def change(tables: Tables) -> None:
        for column, value in values.items():
            tables[table].loc[row, column] = value

    return change


def twice(table: str) -> Callable[[Tables], None]:
    def change(tables: Tables) -> None:
        tables[table] = pd.concat([tables[table], tables[table].iloc[:1]], ignore_index=True)

    return change


def columns(table: str, edit: Callable[[pd.DataFrame], pd.DataFrame]) -> Callable[[Tables], None]:
    def change(tables: Tables) -> None:
        tables[table] = edit(tables[table])

    return change


VIOLATIONS: dict[str, tuple[Callable[[Tables], None], str]] = {
    # --- columns
    "a column too few": (columns("claims", lambda f: f.drop(columns="reason")), "claims: the columns"),
    "a column too many": (columns("counts", lambda f: f.assign(total=1)), "counts: the columns"),
    "a column renamed": (columns("meetings", lambda f: f.rename(columns={"date": "day"})), "meetings: the columns"),
    "columns in another order": (columns("parties", lambda f: f[f.columns[::-1]]), "parties: the columns"),
    # --- closed lists
    "an unknown basis": (at("claims", 0, basis="total"), "claims: the closed list of basis"),
    "an unknown measure": (at("counts", 1, measure="treaty"), "counts: the closed list of measure"),
    "an unknown reason": (at("claims", 2, reason="other"), "claims: the closed list of reason"),
    "an unknown kind": (at("releases", 1, kind="blog"), "releases: the closed list of kind"),
    "an unknown stage": (at("mentions", 0, stage="done"), "mentions: the closed list of stage"),
    "an unknown grade": (at("counts", 0, grade="good"), "counts: the closed list of grade"),
    "an unknown status": (at("conflicts", 0, status="closed"), "conflicts: the closed list of status"),
    "a value in capitals": (at("releases", 0, kind="News"), "releases: the closed list of kind"),
    # --- keys
    "a release twice": (twice("releases"), "releases: release_id is unique"),
    "a claim twice": (twice("claims"), "claims: claim_id is unique"),
    "a conflict twice": (twice("conflicts"), "conflicts: conflict_id is unique"),
    "an entry twice": (twice("register"), "register: register_id is unique"),
    "a meeting twice": (twice("meetings"), "meetings: "),
    "a count twice": (twice("counts"), "counts: "),
    "a paragraph twice": (twice("passages"), "passages: "),
    "a claim without a key": (at("claims", 2, claim_id=pd.NA), "claims: claim_id"),
    "a paragraph without a number": (at("passages", 0, passage=pd.NA), "passages: "),
    "an entry related to none": (at("register", 0, related="jhc2-mou-09"), "register: related"),
    "a thread found outside the text": (at("mentions", 0, end=900), "mentions: "),
    "a claim of no release": (at("claims", 0, release_id="z"), "claims: release_id names a row of releases"),
    "a repeat of no claim": (at("claims", 2, repeats="z:1"), "claims: repeats names a row of claims"),
    "a copy of no release": (at("releases", 1, duplicate_of="z"), "releases: duplicate_of names a row of releases"),
    "a meeting of no release": (at("meetings", 0, release_id="z"), "meetings: release_id names a row of releases"),
    "a count of no claim": (at("counts", 0, new_claim_id="z:1"), "counts: new_claim_id names a row of claims"),
    "a total of no claim": (at("counts", 0, stated_claim_ids="a:71;z:1"), "counts: stated_claim_ids name rows of claims"),
    "a conflict of no claim": (at("conflicts", 0, claim_ids="z:1"), "conflicts: claim_ids name rows of claims"),
    "a mention in no release": (at("mentions", 0, release_id="z"), "mentions: release_id names a row of releases"),
    "a passage of no release": (at("passages", 0, release_id="z"), "passages: release_id names a row of releases"),
    "a problem of no release": (at("problems", 0, release_id="z"), "problems: release_id names a row of releases"),
    "a party to no entry": (at("parties", 0, register_id="z"), "parties: register_id names a row of register"),
    # --- offsets
    "a number one place off": (at("claims", 0, start=28, end=31), "claims: the offsets give the number"),
    "a number cut short": (at("claims", 0, end=29), "claims: the offsets give the number"),
    "a number that is another": (at("claims", 0, value_text="six "), "claims: the offsets give the number"),
    "a number behind the text": (at("claims", 0, start=900, end=903), "claims: the offsets give the number"),
    "a sentence one place off": (at("claims", 0, sentence_start=8), "claims: the offsets give the number"),
    "a sentence without its number": (
        at("claims", 0, sentence_start=75, sentence_end=92, sentence=TEXT[75:92]),
        "claims: the offsets give the number",
    ),
    "a passage one place off": (at("passages", 1, start=8), "passages: the offsets give the paragraph"),
    "a passage of another text": (at("passages", 0, text="Bread"), "passages: the offsets give the paragraph"),
    # --- counted
    "counted and yet with a reason": (at("claims", 0, reason="zone"), "claims: a claim is counted or has a reason"),
    "neither counted nor with a reason": (at("claims", 2, reason=None), "claims: a claim is counted or has a reason"),
    "counted without a basis": (at("claims", 0, basis=None), "claims: a claim is counted or has a reason"),
    # --- gaps
    "a gap that is not the difference": (at("counts", 0, gap=3), "counts: gap is stated minus added"),
    "a gap with the wrong sign": (at("counts", 0, gap=-2), "counts: gap is stated minus added"),
    "no gap though both are known": (at("counts", 0, gap=pd.NA), "counts: gap is stated minus added"),
    "a gap though nothing is added": (at("counts", 0, added=pd.NA), "counts: gap is stated minus added"),
    "a gap though nothing is stated": (at("counts", 0, stated_low=pd.NA, stated_high=pd.NA), "counts: gap is stated minus added"),
    "a gap of zero where nothing is known": (at("counts", 1, gap=0), "counts: gap is stated minus added"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "rule"), VIOLATIONS.values(), ids=VIOLATIONS)
def test_a_broken_rule_stops_the_load(change: Callable[[Tables], None], rule: str, tables: Tables) -> None:
    change(tables)
    with pytest.raises(BrokenInvariant) as caught:
        check(tables)
    assert rule in str(caught.value)
    assert str(caught.value).endswith(".")


def test_the_error_names_the_row(tables: Tables) -> None:
    at("claims", 1, end=72)(tables)
    with pytest.raises(LoaderError, match="a:71"):
        check(tables)


def test_a_missing_table_is_noticed(tables: Tables) -> None:
    del tables["passages"]
    with pytest.raises(KeyError):
        check(tables)


def test_every_reason_is_explained() -> None:
    assert set(REASONS) == set(next(c for c in SCHEMA["claims"].columns if c.name == "reason").values)
    assert all(len(words) > 5 for words in REASONS.values())

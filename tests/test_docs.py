"""What the docs say is what the code does."""

import json
import re
from pathlib import Path

from corpora import everything
from example_cases import FOLDER, cases

from sci_loader import methodology, tables
from sci_loader.vocabulary import load_programmes

DOCS = Path(__file__).resolve().parents[1] / "docs"


def test_the_data_dictionary_is_the_schema() -> None:
    assert (DOCS / "tables.md").read_text(encoding="utf-8") == tables.describe()


def test_the_published_tables_are_those_that_were_promised() -> None:
    """A column, type or closed list that changes breaks what others built: docs/datapackage.json says so in the change.

    To publish a change, write ``tables.package()`` to it (json, indent 1, ensure_ascii off) and note it in CHANGES.md.
    """
    promised = json.loads((DOCS / "datapackage.json").read_text(encoding="utf-8"))
    assert promised == tables.package()
    corpus = everything()
    for resource in promised["resources"]:
        frame = getattr(corpus, resource["name"])
        fields = resource["schema"]["fields"]
        assert list(frame.columns) == [f["name"] for f in fields]
        for field in fields:
            assert str(frame[field["name"]].dtype) == tables.DTYPES[field["type"].replace("string", "text")]
            if closed := field.get("constraints", {}).get("enum"):
                assert set(frame[field["name"]].dropna()) <= set(closed)


def test_the_methodology_begins_with_the_rules_of_the_code() -> None:
    assert (
        (DOCS / "methodology.md")
        .read_text(encoding="utf-8")
        .startswith(methodology.describe(load_programmes().values()))
    )


def test_the_methodology_gives_the_true_number_of_examples() -> None:
    said = re.search(
        r"Of all (\d+) sentences.*?, (\d+) are\s+now read exactly; the other (\d+)",
        (DOCS / "methodology.md").read_text(encoding="utf-8"),
        re.S,
    )
    assert said is not None
    known_failures = sum(bool(c.fails) for c in cases())
    assert [int(n) for n in said.groups()] == [len(cases()), len(cases()) - known_failures, known_failures]


def test_the_methodology_gives_the_true_number_of_documents() -> None:
    said = re.search(
        r"Of the (\d+) whole documents (\d+) are read exactly", (DOCS / "methodology.md").read_text(encoding="utf-8")
    )
    documents = [json.loads(p.read_text(encoding="utf-8")) for p in FOLDER.glob("*.expected.json")]
    assert said is not None
    assert [int(n) for n in said.groups()] == [len(documents), sum("fails" not in d for d in documents)]


def test_every_promise_names_tests_that_exist() -> None:
    root = DOCS.parent
    rows = re.findall(r"^\| (R\d+) \|(.+)$", (DOCS / "reliability.md").read_text(encoding="utf-8"), re.M)
    assert [name for name, _ in rows] == [f"R{number}" for number in range(1, 19)]
    for name, row in rows:
        named = re.findall(r"`((?:tests|deploy|docs)/[^`]+)`", row)
        assert named or name == "R14", f"{name} names its test"
        assert [path for path in named if not (root / path).exists()] == []

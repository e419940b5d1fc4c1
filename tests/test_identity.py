"""Which file is which release: ids, copies, and originals that take the place of their digests. All texts are invented."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd
import pytest

import sci_loader

NAME = "Singapore-China (Shenzhen) Smart City Initiative (SCI) Joint Implementation Committee (JIC)"
LONG = f"""SINGAPORE, 4 March 2027 – At the 7th {NAME} meeting today, nine MOUs were signed by partners of both cities.

The partners will build ferries together, teach pilots, share charts of the strait and open a school for bakers on the old pier.

Both chairs thanked the crews who had kept the night line open through the winter, and asked the harbour masters to report on it."""
OTHER = f"""SINGAPORE, 4 March 2027 – Speaking at the 7th {NAME} meeting today, the permanent secretary recalled how the work began.

A decade ago few in either place had met; now engineers swap designs weekly, and students spend a term in the other city as a matter of course.

He closed with a wish that young people take up the task, and with a word of praise for those who translate between two languages."""


def document(body: str, **head: str) -> str:
    return "---\n" + "\n".join(f"{k}: {v}" for k, v in head.items()) + f"\n---\n{body}\n" if head else body


def load(folder: Path, **files: str) -> sci_loader.Corpus:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.with_name(path.name + ".md")).write_text(text, encoding="utf-8")
    return sci_loader.load(folder, programme="sci")


def ids(corpus: sci_loader.Corpus) -> list[str]:
    return corpus.releases["release_id"].tolist()


def codes(corpus: sci_loader.Corpus) -> list[str]:
    return corpus.problems["code"].tolist()


# --- ids -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "head", "release_id"),
    [
        ("Six Boats (new).md", {}, "six-boats-new"),
        ("六艘渡轮.md", {}, "六艘渡轮"),
        ("a.md", {"permalink": "/news/six-boats/", "date": "2027-03-04"}, "2027-03-04-six-boats"),
        ("a.md", {"permalink": "/news/six-boats", "date": "2027-03-04"}, "2027-03-04-six-boats"),
        ("a.md", {"permalink": "Six_Boats", "date": "4 March 2027"}, "2027-03-04-six-boats"),
        ("a.md", {"permalink": "/news/six-boats/"}, "six-boats"),
        ("a.md", {"permalink": "/news/six-boats/", "date": "2027-02-30"}, "six-boats"),
        ("a.md", {"permalink": "/", "date": "2027-03-04"}, "a"),
        ("a.md", {"date": "2027-03-04"}, "a"),
        ("2027-03-04-six-boats.md", {"date": "2027-03-04"}, "2027-03-04-six-boats"),
        ("!!!.md", {}, "release"),
    ],
)
def test_an_id_comes_from_the_permalink_or_the_file(
    name: str, head: dict[str, str], release_id: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(document("Six boats left.", **head), encoding="utf-8")
    assert ids(sci_loader.load(tmp_path)) == [release_id]


def test_a_long_name_gives_an_id_of_reasonable_length(tmp_path: Path) -> None:
    text = document("Six.", permalink="/" + "boats-" * 100, date="2027-03-04")
    [release_id] = ids(load(tmp_path, a=text))
    assert len(release_id) <= 151
    assert not release_id.endswith("-")


def test_one_id_for_two_texts_is_made_unique(tmp_path: Path) -> None:
    head = {"permalink": "/news/boats/", "date": "2027-03-04"}
    corpus = load(tmp_path, a=document(LONG, **head), b=document(OTHER, **head), c=document("Six boats.", **head))
    found = ids(corpus)
    assert found[0] == "2027-03-04-boats"
    assert len(set(found)) == 3
    assert all(i.startswith("2027-03-04-boats") for i in found)
    assert ids(sci_loader.load(tmp_path, programme="sci")) == found, "the same files get the same ids"
    assert set(corpus.claims["release_id"]) <= set(found)


def test_a_file_called_what_another_is_given_takes_nothing_from_it(tmp_path: Path) -> None:
    for name in ("a/x.md", "c/x.md"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(f"{LONG} {name}", encoding="utf-8")
    given = hashlib.sha256((tmp_path / "c/x.md").read_bytes()).hexdigest()[:6]
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / f"x-{given}.md").write_text(OTHER, encoding="utf-8")
    found = ids(sci_loader.load(tmp_path))
    assert found[:2] == ["x", f"x-{given}"] and len(set(found)) == 3


def test_ids_do_not_depend_on_the_folder(tmp_path: Path) -> None:
    one, two = load(tmp_path / "one", a=LONG, b=OTHER), load(tmp_path / "two" / "deep", a=LONG, b=OTHER)
    assert ids(one) == ids(two)
    assert one.claims["claim_id"].tolist() == two.claims["claim_id"].tolist()
    assert one.version == two.version


# --- copies ----------------------------------------------------------------------------------------------------------------


def test_a_file_that_lies_twice_is_read_once(tmp_path: Path) -> None:
    corpus = load(tmp_path, a=LONG, copies__b=LONG)
    assert ids(corpus) == ["a"]
    [problem] = corpus.problems.to_dict("records")
    assert (problem["code"], problem["release_id"]) == ("same_file", "a")
    assert problem["path"].endswith("copies/b.md")
    assert corpus.counts.set_index("measure").loc["mou", "new"] == 9


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"date": "2027-03-04"}, {"date": "2026-03-04"}),
        ({"publisher": "Ministry of Communications and Information"}, {"publisher": "Harbour Wire"}),
        ({"date": "2027-03-04"}, {"date": "2027-03-06"}),
    ],
    ids=["dates that agree", "an official publisher", "the earlier date"],
)
@pytest.mark.parametrize("order", ["ab", "ba"])
def test_of_two_near_copies_the_better_one_stays(
    better: dict[str, str], worse: dict[str, str], order: str, tmp_path: Path
) -> None:
    retold = LONG.replace("crews", "sailors")
    files = {order[0]: document(LONG, **better), order[1]: document(retold, **worse)}
    releases = load(tmp_path, **files).releases.set_index("release_id")
    assert pd.isna(releases.loc[order[0], "duplicate_of"])
    assert releases.loc[order[1], "duplicate_of"] == order[0]


def test_a_copy_with_a_note_at_its_end_is_a_copy(tmp_path: Path) -> None:
    releases = load(tmp_path, a=LONG, b=LONG + "\n\nFor more, ask the pier office at noon.").releases
    assert releases["duplicate_of"].notna().tolist() == [False, True]


def test_three_copies_name_one_release(tmp_path: Path) -> None:
    files = {name: LONG.replace("crews", word) for name, word in zip("abc", ("crews", "sailors", "hands"), strict=True)}
    releases = load(tmp_path, **files).releases.set_index("release_id")
    assert releases["duplicate_of"].fillna("").to_dict() == {"a": "", "b": "a", "c": "a"}


def test_a_copy_is_a_conflict_that_is_explained_and_its_figures_count_once(tmp_path: Path) -> None:
    corpus = load(tmp_path, a=LONG, b=LONG.replace("crews", "sailors"))
    [conflict] = corpus.conflicts.to_dict("records")
    assert (conflict["kind"], conflict["status"], conflict["values"]) == ("duplicate", "explained", "a | b")
    row = corpus.counts.set_index("measure").loc["mou"]
    assert (row["new"], row["new_claim_id"].split(":")[0], row["grade"]) == (9, "a", "stated")


@pytest.mark.parametrize(
    "second",
    [OTHER, LONG.split("\n\n")[0] + "\n\n" + OTHER, LONG + "\n\n" + (OTHER + "\n\n") * 1 + OTHER.upper() * 3],
    ids=["another text of the same length", "the same opening", "a long text that quotes the whole release"],
)
def test_texts_that_share_little_are_no_copies(second: str, tmp_path: Path) -> None:
    corpus = load(tmp_path, a=LONG, b=second)
    assert corpus.releases["duplicate_of"].isna().all()
    assert "duplicate" not in set(corpus.conflicts["kind"])


def test_short_texts_are_no_copies(tmp_path: Path) -> None:
    """Two notices of one sentence may well be worded alike."""
    short = f"The {NAME} met today."
    assert load(tmp_path, a=short, b=short + " It met.").releases["duplicate_of"].isna().all()


def test_copies_about_no_programme_are_left_alone(tmp_path: Path) -> None:
    text = LONG.replace(NAME, "Harbour Board").replace("SINGAPORE", "NORVALE")
    corpus = load(tmp_path, a=text, b=text.replace("crews", "sailors"))
    assert corpus.releases["duplicate_of"].isna().all()
    assert len(corpus.conflicts) == 0


# Nothing parts the words of Chinese, so its copies are told by runs of characters.
CHINESE = """新加坡，2027年3月4日——新加坡—中国（深圳）智慧城市合作倡议第七次联合实施委员会会议今天举行，双方签署九份谅解备忘录。

两地伙伴将合作建造渡轮、培训领航员、交换海峡的航道图，还要在旧码头开办一所面包学校。

两位主席感谢整个冬天守着夜间热线的船员，并请港务长在下次会议前提交报告。"""
CHINESE_OTHER = """新加坡，2027年3月4日——常任秘书今天在新加坡—中国（深圳）智慧城市合作倡议第七次联合实施委员会会议上回顾了这项工作的开端。

十年前，两边的人彼此很少见面；如今工程师每星期都在交流图纸，学生也常到对方城市住上一个学期。

他希望年轻人接过这副担子，又称赞了那些在两种语言之间奔走的翻译。"""
REPORT = """Nine agreements for two harbours, and a school for bakers

The partners will build ferries together, teach pilots, share charts of the strait and open a school for bakers on the old pier.

Both chairs thanked the crews who had kept the night line open through the winter, and asked the harbour masters to report on it.

Some neighbours of the pier had hoped for a swimming bath, our reporter found, and their letters to the council stay unanswered."""
CHINESE_REPORT = """旧码头要开面包学校

两地伙伴将合作建造渡轮、培训领航员、交换海峡的航道图，还要在旧码头开办一所面包学校。这是智慧城市合作倡议的新成果。

两位主席感谢整个冬天守着夜间热线的船员，并请港务长在下次会议前提交报告。附近居民原本盼望建一座泳池。"""


@pytest.mark.parametrize(
    ("second", "copy", "drawn"),
    [
        (CHINESE.replace("船员", "水手"), True, False),
        (CHINESE.replace("，", "，　").replace("。", "。\u3000"), True, False),
        (CHINESE + "\n\n详情请在中午向码头办公室查询。", True, False),
        (CHINESE_REPORT, False, True),
        (CHINESE_OTHER, False, False),
    ],
    ids=["a word changed", "other spaces", "a note at its end", "a report in its words", "another text of that day"],
)
def test_chinese_copies_and_reports(second: str, copy: bool, drawn: bool, tmp_path: Path) -> None:
    releases = load(tmp_path, a=CHINESE, b=second).releases.set_index("release_id")
    assert (releases["language"] == "zh").all()
    assert (releases.loc["b", "duplicate_of"] == "a", releases.loc["b", "draws_on"] == "a") == (copy, drawn)
    assert releases.loc["a", ["duplicate_of", "draws_on"]].isna().all()


def test_a_syndicated_report_is_one_source_however_often_it_is_printed(tmp_path: Path) -> None:
    head = {"kind": "news"}
    text = REPORT + f"\n\nIt was the 7th {NAME} meeting."
    corpus = load(
        tmp_path,
        official=document(LONG, publisher="Ministry of Communications and Information"),
        wire=document(text, publisher="Harbour Wire", **head),
        daily=document(text.replace("reporter", "correspondent"), publisher="Strait Daily", **head),
        weekly=document("From our wire service.\n\n" + text, publisher="Pier Weekly", **head),
    )
    releases = corpus.releases.set_index("release_id")
    copies = releases["duplicate_of"].dropna()
    assert len(copies) == 2
    [first] = set(copies)
    assert first in {"wire", "daily", "weekly"}, "the report is no copy of the release"
    assert releases["draws_on"].dropna().to_dict() == {first: "official"}


# --- originals and digests -------------------------------------------------------------------------------------------------

ORIGINAL = document(LONG, title="Nine agreements for two harbours", permalink="/news/nine/", date="2027-03-04")
PLAIN = LONG.replace("SINGAPORE, 4 March 2027 – ", "")
RETOLD = f"Nine MOUs were signed at the 7th {NAME} meeting on 4 March 2027."


def digest(**head: str) -> str:
    known = {
        "title": "Nine agreements",
        "permalink": "/news/nine/",
        "date": "2027-03-04",
        "kind": "press_release",
        "publisher": "Ministry of Communications and Information",
        "url": "https://boats.example/news/nine/",
        "text": "digest",
    }
    return document(RETOLD, **{k: v for k, v in {**known, **head}.items() if v})


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")], ids=["digest first", "original first"])
@pytest.mark.parametrize(
    ("retold", "original", "title"),
    [
        (digest(), ORIGINAL, "Nine agreements for two harbours"),
        (digest(permalink="/other/", original_sha256=sha(ORIGINAL)), ORIGINAL, "Nine agreements for two harbours"),
        (digest(original_sha256=sha(PLAIN)), PLAIN, "Nine agreements"),
    ],
    ids=["by permalink and date", "by its bytes", "by its bytes, without front matter"],
)
def test_an_original_takes_the_place_of_its_digest(
    names: tuple[str, str], retold: str, original: str, title: str, tmp_path: Path
) -> None:
    alone = load(tmp_path / "digest", a=retold)
    corpus = load(tmp_path / "both", **{names[0]: retold, names[1]: original})
    [release] = corpus.releases.to_dict("records")
    assert release["release_id"] == ids(alone)[0]
    assert (release["text_kind"], release["title"]) == ("original", title)
    assert release["publisher"] == "Ministry of Communications and Information"
    assert release["url"] == "https://boats.example/news/nine/"
    assert release["kind"] == "press_release"
    assert "kept the night line open" in release["text"]
    assert release["sha256"] == sha(original)
    [problem] = corpus.problems.to_dict("records")
    assert (problem["code"], problem["release_id"]) == ("replaced", release["release_id"])
    assert problem["path"].endswith(f"{names[0]}.md")
    assert corpus.counts.set_index("measure").loc["mou", "new"] == 9


@pytest.mark.parametrize(
    "head",
    [{"permalink": "/news/ten/"}, {"date": "2026-03-04"}, {"original_sha256": "0" * 64, "permalink": ""}],
    ids=["another permalink", "another date", "other bytes"],
)
def test_an_original_of_something_else_replaces_nothing(head: dict[str, str], tmp_path: Path) -> None:
    corpus = load(tmp_path, a=digest(**head), b=ORIGINAL)
    assert sorted(corpus.releases["text_kind"]) == ["digest", "original"]
    assert "replaced" not in codes(corpus)


def test_one_digest_gives_way_to_one_original(tmp_path: Path) -> None:
    second = ORIGINAL.replace("nine MOUs", "9 MOUs")
    corpus = load(tmp_path, a=digest(), b=ORIGINAL, c=second)
    assert codes(corpus) == ["replaced"]
    assert len(set(ids(corpus))) == 2
    assert corpus.releases["duplicate_of"].notna().sum() == 1


def test_an_original_that_lies_twice_is_read_once(tmp_path: Path) -> None:
    """As when the same folder is both data/originals and SCI_RELEASES."""
    corpus = load(tmp_path, a=digest(permalink="/other/", original_sha256=sha(ORIGINAL)), b=ORIGINAL, c=ORIGINAL)
    assert sorted(codes(corpus)) == ["replaced", "same_file"]
    assert ids(corpus) == ["2027-03-04-other"]


def test_a_digest_that_lies_twice_gives_way_once(tmp_path: Path) -> None:
    corpus = load(tmp_path, a=digest(), b=digest(), c=ORIGINAL)
    assert sorted(codes(corpus)) == ["replaced", "same_file"]
    assert corpus.releases["text_kind"].tolist() == ["original"]


def test_originals_and_digests_of_other_releases_stand_side_by_side(tmp_path: Path) -> None:
    corpus = load(tmp_path, a=digest(), b=document(OTHER, permalink="/news/words/", date="2027-03-04"))
    assert corpus.releases.set_index("release_id")["text_kind"].to_dict() == {
        "2027-03-04-nine": "digest",
        "2027-03-04-words": "original",
    }
    assert codes(corpus) == []


# --- who published it ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "publisher", "url"),
    [
        ({"permalink": "/news/a/"}, "Ministry of Communications and Information", "https://www.mci.gov.sg/news/a/"),
        ({"permalink": "news/a/"}, "Ministry of Communications and Information", None),
        ({"publisher": "Harbour Wire", "permalink": "/news/a/"}, "Harbour Wire", None),
        ({"publisher": "Harbour Wire", "url": "https://wire.example/a"}, "Harbour Wire", "https://wire.example/a"),
        ({"url": "javascript:alert(1)"}, None, None),
        ({"url": "https://wire.example/a b"}, None, None),
        ({"url": "'https://wire.example/\"><script>'"}, None, None),
        ({}, None, None),
    ],
)
def test_publisher_and_address(head: dict[str, str], publisher: str | None, url: str | None, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(document(LONG, title="Boats", **head), encoding="utf-8")
    row = sci_loader.load(tmp_path, programme="sci").releases.iloc[0]
    assert [None if pd.isna(v) else v for v in row[["publisher", "url"]]] == [publisher, url]

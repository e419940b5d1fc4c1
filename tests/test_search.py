"""The language of the search box: what is read, what is found, and that nothing typed stops it."""

import random
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sci_loader import search
from sci_loader.search import (
    Any_,
    Dates,
    Every,
    Field,
    Not,
    Phrase,
    evaluate,
    indexed,
    matches,
    parse,
    stands_in,
    tokens,
)

WORD = Phrase(("a",))


@pytest.mark.parametrize(
    ("q", "tree"),
    [
        ("", None),
        ("a", WORD),
        ("a a", WORD),
        ("a -b", Every((WORD, Not(Phrase(("b",)))))),
        ("a OR b", Any_((WORD, Phrase(("b",))))),
        ("a OR b c", Every((Any_((WORD, Phrase(("b",)))), Phrase(("c",))))),
        ("(a OR b) c", Every((Any_((WORD, Phrase(("b",)))), Phrase(("c",))))),
        ("a or b", Every((WORD, Phrase(("or",)), Phrase(("b",))))),
        ("“a B”", Phrase(("a", "b"))),
        ("a–b", Phrase(("a", "b"))),
        ("ab*", Phrase(("ab",), prefix=True)),
        ('"a bc"*', Phrase(("a", "bc"), prefix=True)),
        ("Singapore - China", Every((Phrase(("singapore",)), Phrase(("china",))))),
        ("title:a", Phrase(("a",), title=True)),
        ("-title:a", Not(Phrase(("a",), title=True))),
        ("ｔｉｔｌｅ：a", Phrase(("a",), title=True)),
        ('publisher:"The Times"', Field("publisher", Phrase(("the", "times")))),
        ("kind:speech", Field("kind", Phrase(("speech",)))),
        ("other:a", Phrase(("other", "a"))),
        ("备忘录", Phrase(("备", "忘", "录"))),
        ("date:2022", Dates("2022-01-01", "2022-12-31")),
        ("date:2024-02", Dates("2024-02-01", "2024-02-29")),
        ("date:2022..2023-06", Dates("2022-01-01", "2023-06-30")),
        ("date:..2021-10-18", Dates("0001-01-01", "2021-10-18")),
        ("date:2021-10-18..", Dates("2021-10-18", "9999-12-31")),
    ],
)
def test_what_a_query_means(q, tree):
    assert parse(q) == search.Query(tree)


@pytest.mark.parametrize(
    ("q", "hint", "looked_for"),
    [
        ('a "open', "quotation mark", ("a", "open")),
        ("OR a", "OR", ("or", "a")),
        ("a OR", "OR", ("a", "or")),
        ("a OR OR b", "OR", ("a", "or", "b")),
        ("title: a", "behind title:", ("title", "a")),
        ('title:"" a', "behind title:", ("title", "a")),
        ("date:soon a", "day", ("soon", "a")),
        ("date:2022-13 a", "month", ("2022", "a")),
        ("date:2023-02-30 a", "calendar", ("30", "a")),
        ("date:2023..2022 a", "before", ("2023", "a")),
        ("date:.. a", "date", ("date", "a")),
    ],
)
def test_what_cannot_be_read_is_looked_for_word_by_word(q, hint, looked_for):
    query = parse(q)
    assert hint in query.hint
    said = {token for phrase in search.phrases(query.tree) for token in phrase.tokens}
    assert said >= set(looked_for)
    assert all(isinstance(part, Phrase) for part in getattr(query.tree, "parts", (query.tree,)))


def test_a_query_without_words_asks_for_nothing_and_says_so():
    assert parse("... ((( -- ???") == search.Query(None, "there is no word in it")


@settings(max_examples=300)
@given(st.text(max_size=400))
@example("(((((")
@example("\\")
@example("\ud800\x00")
@example('-"')
@example("a*b*:*OR")
def test_nothing_typed_raises(q):
    query = parse(q)
    assert (query.tree is None) <= (not tokens(q))
    assert all(a < b for a, b in matches(q, q))


def test_a_thousand_strings_made_of_the_language_itself_are_answered():
    rng = random.Random(4)
    parts = ['"', "-", "OR", " ", "  ", "*", ":", "title:", "date:", "kind:", "2022", "..", "2022-11", "a", "bc", "谅", "“", "é", "(", ")", "\u00a0", "\n\n"]  # fmt: skip
    for _ in range(1000):
        q = "".join(rng.choices(parts, k=rng.randint(1, 12)))
        text = "".join(rng.choices(["a ", "bc ", "谅解", "\n\n", "é. ", "2022 "], k=30))
        tree = parse(q).tree
        asked = list(search.phrases(tree))
        for phrase in asked:
            assert stands_in(phrase, indexed(text)) == bool(_spans_of(text, phrase)), (q, text, phrase)
        if tree is not None:
            assert evaluate(tree, lambda leaf: True) in (True, False)


def _spans_of(text, phrase):
    """Places of one phrase, looked for as a query of its own."""
    joined = " ".join(phrase.tokens)
    return matches(text, f'"{joined}"{"*" if phrase.prefix else ""}')


@given(st.text())
def test_folding_and_baring_keep_every_character_in_its_place(text):
    assert len(search.fold(text)) == len(search.bare(text)) == len(text)


@given(st.text(alphabet=st.sampled_from("aB é谅解09_-.’\n\u00a0Ａß"), max_size=60))
def test_tokens_are_runs_of_letters_and_single_chinese_characters(text):
    plain = search.fold(text)
    assert list(tokens(text)) == re.findall(r"[谅解]|[^\W_谅解]+", plain)


@given(
    st.lists(st.sampled_from(["smart", "city", "cities", "谅解", "x" * 130, "\n\n", "-"]), max_size=12).map(" ".join)
)
def test_what_the_index_holds_is_what_is_marked(text):
    for q in ("smart", "cit*", '"smart city"', "谅解", "x" * 130):
        asked = parse(q).tree
        assert evaluate(asked, lambda leaf: stands_in(leaf, indexed(text))) == bool(matches(text, q)), q


def test_a_long_run_of_letters_is_cut_and_still_found():
    text = "before " + "x" * 500 + " after"
    assert max(map(len, tokens(text))) == search.LONGEST
    assert stands_in(parse("x" * 500).tree, indexed(text))

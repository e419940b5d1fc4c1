"""Small pieces of Markdown and HTML, and the paragraphs that must come of them. All of it is invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sci_loader.load import parse_release
from sci_loader.text import clean, html_paragraphs, markdown_paragraphs
from sci_loader.vocabulary import load_programmes

PROGRAMMES = tuple(load_programmes().values())

# name: (Markdown, paragraphs)
MARKDOWN = {
    # --- numbers of paragraphs and items
    "numbers are kept": ("1. Six boats.\n2. Two piers.", ["1. Six boats.", "2. Two piers."]),
    "a list may start anywhere": ("14. Six boats.\n15. Two piers.", ["14. Six boats.", "15. Two piers."]),
    "numbers with a bracket": ("1) Six boats.\n2) Two piers.", ["1. Six boats.", "2. Two piers."]),
    "a text between two items": ("5. Six.\n\nA break.\n\n6. Seven.", ["5. Six.", "A break.", "6. Seven."]),
    "a paragraph inside an item": ("1. Six.\n\n   More.\n\n2. Two.", ["1. Six.", "More.", "2. Two."]),
    "escaped numbers": ("5\\. Six boats.\n\n6\\. Two piers.", ["5. Six boats.", "6. Two piers."]),
    "a year is no item": ("It was\n1986. A storm came.", ["It was 1986. A storm came."]),
    "an item below a bold heading": ("**Boats**\n7. Six sail.", ["Boats", "7. Six sail."]),
    "an item below a heading of underscores": ("__Boats__\n12) Six sail.", ["Boats", "12. Six sail."]),
    "numbers with a non-breaking space": ("7.\u00a0Six boats.", ["7. Six boats."]),
    # --- lists
    "bullets": ("- six\n- two", ["• six", "• two"]),
    "bullets of stars": ("* six\n\n* two", ["• six", "• two"]),
    "bullets in numbers": ("1. Six\n   - a\n   - b\n2. Two", ["1. Six", "• a", "• b", "2. Two"]),
    "numbers in bullets": ("- six\n  1. a\n  2. b\n- two", ["• six", "1. a", "2. b", "• two"]),
    "bullets far to the right": ("1. Six\n    - a\n    - b", ["1. Six", "• a", "• b"]),
    "bullets as characters": ("Fares:\n• six\n• two", ["Fares:", "• six", "• two"]),
    "other bullets": ("Fares:\n▪ six\n◦ two\n‣ ten", ["Fares:", "▪ six", "◦ two", "‣ ten"]),
    "middle dots as bullets": ("Fares:\n· six\n·  two", ["Fares:", "· six", "· two"]),
    "indented letters": ("Fares:\n   a) six\n   b) two", ["Fares:", "a) six", "b) two"]),
    "indented Roman numbers": ("Fares:\n    ii. six\n    iii. two", ["Fares:", "ii. six", "iii. two"]),
    # --- lines
    "soft wraps are spaces": ("Six boats\nleave at\nnoon.", ["Six boats leave at noon."]),
    "a wrapped item": ("1. Six boats\n   leave at noon.", ["1. Six boats leave at noon."]),
    "a hard break stays": ("Captain Reed,  \nGood morning.", ["Captain Reed,\nGood morning."]),
    "a hard break with a backslash": ("Captain Reed:\\\nGood morning.", ["Captain Reed:\nGood morning."]),
    "a break inside a sentence is a wrap": ("Six boats  \nleave at noon.", ["Six boats leave at noon."]),
    "many empty lines": ("Six.\n\n\n\n\nTwo.", ["Six.", "Two."]),
    "a line of spaces is empty": ("Six.\n \t \nTwo.", ["Six.", "Two."]),
    "line ends of Windows": ("Six\r\nboats.\r\n\r\nTwo.", ["Six boats.", "Two."]),
    "line ends of old Macs": ("Six\rboats.\r\rTwo.", ["Six boats.", "Two."]),
    "separators of Unicode": ("Six\u2028boats.\u2029\u2029Two.", ["Six boats.", "Two."]),
    # --- headings, rules, code
    "headings": ("# Boats\nSix.\n\n### Piers ###\nTwo.", ["Boats", "Six.", "Piers", "Two."]),
    "underlined headings": ("Boats\n=====\nSix.\n\nPiers\n-----\nTwo.", ["Boats", "Six.", "Piers", "Two."]),
    "an indented heading is no code": ("    **Boats**\n\nSix.", ["Boats", "Six."]),
    "an indented paragraph is no code": ("Six.\n\n      Two piers, `both` old.", ["Six.", "Two piers, both old."]),
    "tabs are no code": ("\t\tSix boats.", ["Six boats."]),
    "text between fences is text": ("```\nSix *boats*.\n```\nTwo.", ["Six boats.", "Two."]),
    "rules part and vanish": ("Six.\n\n---\n\nTwo.\n\n* * *\n\nTen.", ["Six.", "Two.", "Ten."]),
    "an escaped rule": ("Six.\n\n\\-----\n\nTwo.", ["Six.", "Two."]),
    "a rule above a note": ("Six.\n\n-----\n1 A note.", ["Six.", "1 A note."]),
    # --- marks inside a line
    "emphasis": ("**Six** _old_ ***boats***, __two__ piers", ["Six old boats, two piers"]),
    "emphasis inside a word": ("un*believ*able boat_of_ours", ["unbelievable boat_of_ours"]),
    "stars that multiply": ("2 * 3 * 4 boats", ["2 * 3 * 4 boats"]),
    "escapes": ("\\* six \\[boats\\] 2023\\-24", ["* six [boats] 2023-24"]),
    "links keep their words": ("See [six boats](https://x.example/a_b).", ["See six boats."]),
    "links by reference": ("See [six boats][1].\n\n[1]: https://x.example", ["See six boats."]),
    "bare addresses": ("See <https://x.example/a>.", ["See https://x.example/a."]),
    "pictures are no text": ("Six.\n\n![Two piers](pier.png)", ["Six."]),
    "quotations": ("> Six boats,\n> he said.", ["Six boats, he said."]),
    "tables": ("| Boat | Seats |\n|---|--:|\n| Tern | 6 |", ["Boat | Seats", "Tern | 6"]),
    "a bar is no table": ("six | two", ["six | two"]),
    "comparisons are no tags": ("6 < 9 and 10 > 9 boats", ["6 < 9 and 10 > 9 boats"]),
    "and signs": ("Reed & Sons, B&B", ["Reed & Sons, B&B"]),
    # --- footnotes
    "footnotes": ("The Tern[^1] sails.\n\n[^1]: A boat.", ["The Tern¹ sails.", "¹ A boat."]),
    "footnotes behind a number": ("It has 98%[^1] of six[^2] seats.\n\n[^1]: Old.\n\n[^2]: New.", ["It has 98%¹ of six² seats.", "¹ Old.", "² New."]),
    "a footnote that nobody explains": ("The Tern[^3] sails.", ["The Tern³ sails."]),
    "a mark with a caret": ("The Tern^1. It sails.", ["The Tern¹. It sails."]),
    "superscripts": ("The Tern<sup>1</sup> sails<sup>[2]</sup>.", ["The Tern¹ sails²."]),
    "digits that hang": ("The Tern1 sails, the Gull.2\n\n1 A boat.\n\n2 Another.", ["The Tern¹ sails, the Gull.²", "¹ A boat.", "² Another."]),
    "digits that hang and nobody explains": ("The Tern1 sails on Web3.", ["The Tern1 sails on Web3."]),
    "digits that belong to a name": ("The Tern1 meets Web3.\n\n1 A boat.", ["The Tern¹ meets Web3.", "¹ A boat."]),
    "ordinals are no footnotes": ("the 3<sup>rd</sup> pier", ["the 3rd pier"]),
    "a paragraph with a number is no note": ("Six boats sail.\n\n2 Reed Lane is old.", ["Six boats sail.", "2 Reed Lane is old."]),
    # --- HTML in Markdown
    "tags in a line": ("<b>Six</b> <span style='x'>boats</span>.", ["Six boats."]),
    "blocks between paragraphs": ("Six.\n\n<div>\n<p>Two &amp; ten.</p>\n</div>\n\nFour.", ["Six.", "Two & ten.", "Four."]),
    "Markdown below a block": ("<p>Six.</p>\n\n**Two** piers.", ["Six.", "Two piers."]),
    "a break as a tag": ("Reed:<br>Good morning", ["Reed:\nGood morning"]),
    "comments": ("Six <!-- ten --> boats.", ["Six boats."]),
    # --- characters
    "non-breaking spaces": ("six\u00a0boats\u202fand two\u2003piers", ["six boats and two piers"]),
    "entities": ("six&nbsp;boats &#8211; &ldquo;two&rdquo; &lt;piers&gt;", ["six boats – “two” <piers>"]),
    "entities that stand for nothing": ("six &boats; &#0; two", ["six &boats; \ufffd two"]),
    "zero width characters": ("si\u200bx bo\u00adats\ufeff \u2060two", ["six boats two"]),
    "zero width entities": ("si&#8203;x bo&shy;ats", ["six boats"]),
    "signs that turn the line": ("\u202e6\u202c boats, \u20672\u2069 piers", ["6 boats, 2 piers"]),
    "letters in two pieces": ("Cafe\u0301", ["Café"]),
    "control characters": ("six\x07 boats\x1b[0m", ["six boats[0m"]),
    "Chinese lines are joined without a space": ("渡轮每天\n开六班。", ["渡轮每天开六班。"]),
    "spaces between Chinese words": ("渡轮 每天 开 6 班，“ 准时 ”。", ["渡轮每天开 6 班，“准时”。"]),
    "full width signs": ("渡轮（６班） 准时", ["渡轮（６班）准时"]),
    "nothing": ("", []),
    "only signs": ("* * *\n\n-----\n\n&nbsp;", []),
}  # fmt: skip

# name: (HTML, paragraphs)
HTML = {
    "paragraphs": ("<p>Six.</p><p>Two.</p>", ["Six.", "Two."]),
    "paragraphs never closed": ("<p>Six.<p>Two.", ["Six.", "Two."]),
    "text outside": ("Six.<p>Two.</p>Ten.", ["Six.", "Two.", "Ten."]),
    "blocks in blocks": ("<div>Six.<div>Two.</div>Ten.</div>", ["Six.", "Two.", "Ten."]),
    "a whole document": ("<!DOCTYPE html><html><head><title>No</title></head><body><main><h1>Six</h1>Two.</main></body></html>", ["Six", "Two."]),
    "spans do not part words": ("<p><span>Si</span><b>x</b><span> boats</span></p>", ["Six boats"]),
    "line ends are spaces": ("<p>Six\n   boats\n</p>", ["Six boats"]),
    "breaks": ("<p>Reed:<br>Good morning.<br/><br/>Six.</p>", ["Reed:\nGood morning.\nSix."]),
    "a break inside a sentence": ("<p>Six boats<br>leave.</p>", ["Six boats leave."]),
    "a rule of hyphens in a paragraph": ("<p>Six.<br>-----<br>1 A note.</p>", ["Six.", "1 A note."]),
    "numbers": ("<ol><li>Six</li><li>Two</li></ol>", ["1. Six", "2. Two"]),
    "numbers that start later": ('<ol start="7"><li>Six</li><li>Two</li></ol>', ["7. Six", "8. Two"]),
    "numbers of single items": ('<ol><li value="5">Six</li><li>Two</li></ol>', ["5. Six", "6. Two"]),
    "numbers that make no sense": ('<ol start="-3"><li>Six</li></ol><ol start="999999999"><li value="x">Two</li></ol>', ["1. Six", "1. Two"]),
    "numbers in numbers": ("<ol><li>Six<ol><li>a</li><li>b</li></ol></li><li>Two</li></ol>", ["1. Six", "1. a", "2. b", "2. Two"]),
    "bullets in numbers": ("<ol><li>Six<ul><li>a</li></ul></li><li>Two</li></ol>", ["1. Six", "• a", "2. Two"]),
    "paragraphs in items": ("<ol start=2><li><p>Six</p><p>Two</p></li><li><p>Ten</p></li></ol>", ["2. Six", "Two", "3. Ten"]),
    "items without a list": ("<li>Six<li>Two", ["• Six", "• Two"]),
    "an empty item": ("<ol><li></li><li>Two</li></ol>", ["2. Two"]),
    "typed numbers": ("<p>1. Six</p><p>2. Two</p>", ["1. Six", "2. Two"]),
    "table": ("<table><caption>Boats</caption><tr><th>Boat</th><th>Seats</th></tr><tr><td>Tern</td><td>6</td></tr></table>", ["Boats", "Boat | Seats", "Tern | 6"]),
    "empty cells": ("<table><tr><td></td><td>Tern</td><td> </td><td>6</td></tr></table>", ["Tern | | 6"]),
    "paragraphs in cells": ("<table><tr><td><p>Tern</p></td><td><p>6</p></td></tr></table>", ["Tern", "6"]),
    "scripts and styles": ("<style>p {}</style><p>Six<script>var two;</script> boats</p><noscript>no</noscript>", ["Six boats"]),
    "forms, drawings and frames": ("<select><option>two</option></select><svg><text>no</text></svg><iframe>no</iframe><p>Six</p>", ["Six"]),
    "comments": ("<p>Six<!-- two --> boats</p><!-- ten -->", ["Six boats"]),
    "superscripts": ("<p>Tern<sup>1</sup>, Gull<sup> (2) </sup></p>", ["Tern¹, Gull²"]),
    "a superscript in its own paragraph": ("<p>Tern<sup>1</sup></p><p><sup>1</sup></p><p>A boat.</p>", ["Tern¹", "¹ A boat."]),
    "a superscript with a link": ('<p>Tern<sup><a href="#n1">12</a></sup></p>', ["Tern¹²"]),
    "superscripts in superscripts": ("<p>Tern<sup>b<sup>1</sup>c</sup> boat</p>", ["Ternb1c boat"]),
    "superscripts around and in a drawing": ("<p>Tern<sup>12<br><svg><sup>3</sup>two</svg></sup> boat</p>", ["Tern¹² boat"]),
    "a paragraph in a superscript": ("<p>Tern</p><sup>b<div>1</div></sup>", ["Tern", "b", "1"]),
    "an unclosed superscript": ("<p>Tern<sup>st</p><p>Six.</p>", ["Ternst", "Six."]),
    "ordinals": ("<p>the 21<sup>st</sup> boat</p>", ["the 21st boat"]),
    "entities": ("<p>six&nbsp;boats&mdash;two&#x200b; p&shy;iers</p>", ["six boats—two piers"]),
    "pictures": ('<p>Six<img alt="two" src="x"> boats</p>', ["Six boats"]),
    "unknown tags": ("<p>Six <o:p>boats</o:p><foo-bar> sail</foo-bar></p>", ["Six boats sail"]),
    "a definition list": ("<dl><dt>Tern<dd>A boat.</dl>", ["Tern", "A boat."]),
    "preformatted text": ("<pre>Six boats\nleave</pre>", ["Six boats leave"]),
    "Chinese": ("<p>渡轮<br>每天 开</p>", ["渡轮\n每天开"]),
    "broken nesting": ("<b><p>Six</b> boats</p></div></p>", ["Six boats"]),
    "tags cut off": ("<p>Six boats</p><p", ["Six boats"]),
    "nothing": ("", []),
    "only tags": ("<div><p> </p><br></div>", []),
}  # fmt: skip


@pytest.mark.parametrize(("source", "paragraphs"), MARKDOWN.values(), ids=MARKDOWN)
def test_markdown(source: str, paragraphs: list[str]) -> None:
    assert markdown_paragraphs(source) == paragraphs


@pytest.mark.parametrize(("source", "paragraphs"), HTML.values(), ids=HTML)
def test_html(source: str, paragraphs: list[str]) -> None:
    assert html_paragraphs(source) == paragraphs


@pytest.mark.parametrize(("source", "paragraphs"), HTML.values(), ids=HTML)
def test_html_in_a_markdown_file_reads_the_same(source: str, paragraphs: list[str]) -> None:
    assert markdown_paragraphs(source) == paragraphs


@given(st.text(max_size=300))
def test_any_text_gives_paragraphs_without_edges_or_invisible_characters(source: str) -> None:
    for paragraph in [*markdown_paragraphs(source), *html_paragraphs(source)]:
        assert paragraph == paragraph.strip() != ""
        assert "\n\n" not in paragraph
        assert "\t" not in paragraph
        assert "\u00a0" not in paragraph
        assert clean(paragraph) == paragraph


@given(st.lists(st.sampled_from("Six boats leave two piers at noon".split()), min_size=1, max_size=12))
def test_no_word_is_lost(words: list[str]) -> None:
    text = " ".join(words)
    for source in (text, f"<p>{text}</p>", f"- {text}", f"> {text}", f"**{text}**", "\n".join(words)):
        assert markdown_paragraphs(source)[0].removeprefix("• ") == text


# --- page chrome -----------------------------------------------------------------------------------------------------------


def text_of(body: str, name: str = "page.md") -> str:
    return parse_release(body.encode(), Path(name), PROGRAMMES).text


CHROME = {
    "menu words above the text": ("Share\n\nPrint Email\n\nSix boats leave.", "Six boats leave."),
    "sizes above the text": (
        "Tools\n\nTypography\n\nFont Size\n\nSmall Medium\n\nSix boats leave.",
        "Six boats leave.",
    ),
    "in HTML": ("<nav>Home</nav><div>Share | Facebook | X</div><p>Six boats leave.</p>", "Six boats leave."),
    "menu words below the text stay": ("Six boats leave.\n\nShare\n\nPrint", "Six boats leave.\n\nShare\n\nPrint"),
    "a paragraph with one other word stays": ("Share boats\n\nSix boats leave.", "Share boats\n\nSix boats leave."),
    "a number is no menu word": ("2023\n\nShare\n\nSix boats leave.", "2023\n\nShare\n\nSix boats leave."),
}


@pytest.mark.parametrize(("body", "text"), CHROME.values(), ids=CHROME)
def test_page_chrome_goes_from_the_head_only(body: str, text: str) -> None:
    assert text_of(body, "page.html" if body.startswith("<") else "page.md") == text


def test_the_text_of_a_release_is_title_description_and_body() -> None:
    body = '---\ntitle: "Six\u00a0boats\u200b"\ndescription: "  They\n\n  leave. "\n---\n## At noon\n\nFrom two piers.'
    assert text_of(body) == "Six boats\n\nThey leave.\n\nAt noon\n\nFrom two piers."

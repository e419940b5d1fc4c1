"""Compare a digest with the original that it retells.

A digest keeps every figure of its original and none of its sentences. Run as
`python tests/digest_check.py FILE...` this prints, for each digest, the runs of
words it shares with its original, the figures that differ and the two lengths;
`test_digests.py` holds every digest to the same functions.
"""

import csv
import datetime
import functools
import hashlib
import html
import re
import sys
import tomllib
import unicodedata
from pathlib import Path

import frontmatter

ROOT = Path(__file__).resolve().parents[1]
RELEASES = ROOT / "data" / "releases"
SHARED = ROOT.parent / "shared"

WORD_RUN = 8  # a shared run of this many words is a copy
CHINESE_RUN = 12  # the same for Chinese characters
SHORTEST, LONGEST = 0.2, 0.6  # words of the digest over words of the original
KINDS = {"press_release", "news", "speech"}

# Official names that no retelling can avoid; the other names come from the data.
NAMES = """
    Ministry of Communications and Information
    Ministry of Industry and Information Technology
    Ministry of Foreign Affairs
    Infocomm Media Development Authority
    Cyber Security Agency of Singapore
    Cyberspace Administration of China
    National Development and Reform Commission
    Permanent Secretary for Communications and Information
    Minister for Communications and Information
    Mayor of Shenzhen Municipal People's Government
    Shenzhen Municipal People's Government
    Shenzhen Party Secretary
    Prime Minister Lee Hsien Loong
    Deputy Prime Minister Heng Swee Keat
    PM Lee Hsien Loong
    President Xi Jinping
    Premier Li Keqiang
    Vice Premier Han Zheng
    digital connectivity
    innovation and entrepreneurship
    tech talent exchange and development
    talent exchange and development
    talent exchange development
    Singapore-China (Shenzhen) Smart City Initiative
    Singapore-China (Shenzhen) Smart Cities Initiative
    Singapore-China (Shenzhen) Initiative
    Singapore-Shenzhen Smart City Initiative
    Singapore Shenzhen Smart City Demonstration Zone
    Joint Implementation Committee
    Joint Council for Bilateral Cooperation
    Memorandum of Understanding
    Memoranda of Understanding
    Memorandums of Understanding
    electronic Bills of Lading
    electronic Bill of Lading
    Guangdong-Hong Kong-Macao Greater Bay Area
    Guangdong-Hong Kong-Macau Greater Bay Area
    ASEAN Smart Cities Network
    Global Innovation Alliance
    Singapore International Mediation Centre
    Shenzhen Court of International Arbitration
    Science, Technology and Innovation Commission
    Pan-European Public Procurement On-Line
    NCS NEXT Shenzhen Innovation Centre
    Kingdee E-Invoice Solution Technology (Shenzhen) Co. Ltd
    CIMC Offshore Engineering Company Ltd
    Tsinghua Shenzhen International Graduate School
    National University of Singapore
    Industrial and Commercial Bank of China
    China-Singapore Suzhou Industrial Park
    Sino-Singapore Tianjin Eco-city
    China-Singapore (Chongqing) Connectivity Initiative
    China-Singapore Chongqing Connectivity Initiative
    Digital Economy Partnership Agreement
    Regional Comprehensive Economic Partnership
    谅解备忘录
    智慧城市合作倡议
""".split("\n")


# ---- reading ---------------------------------------------------------------


def read(path):
    """Return (front matter, body) of the file at `path`."""
    post = frontmatter.loads(Path(path).read_text(encoding="utf-8"))
    return post.metadata, post.content


@functools.cache
def originals():
    """Map the sha256 of every file under ../shared/releases to its path."""
    files = sorted(path for path in (SHARED / "releases").rglob("*") if path.is_file())
    return {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in files}


def original_of(digest):
    """Return the path of the original whose bytes the digest names, or None."""
    return originals().get(read(digest)[0].get("original_sha256"))


# ---- plain text ------------------------------------------------------------

# One step a line, in this order: what is markup, link target, image, paragraph
# number or footnote mark carries neither words nor figures of the text.
CLEANING = [
    (r"(?s)<p\b.*?</p>", lambda match: " ".join(match[0].split())),  # lines wrapped by an editor
    (r"(?s)<sup>.*?</sup>|\[\^[^\]]+\]:?", ""),
    (r"!\[[^\]]*\]\((?:[^()]|\([^()]*\))*\)", ""),
    (r"\[([^\]]*)\]\((?:[^()]|\([^()]*\))*\)", r"\1"),
    (r"https?://\S+", ""),
    (r"(?i)</?(?:p|li|ul|ol|div|h\d|br|table|tr|td|th|blockquote)\b[^>]*>", "\n"),
    (r"<[^>]+>", ""),
    (r"[*`\\]+|(?<!\w)_+|_+(?!\w)", ""),
]
MARKS = [
    (r"(?m)^[^\S\n]*(?:[-•>#][^\S\n]*)*\d{1,3}[a-z]?\s?[.)](?=\s)", ""),  # paragraph numbers
    (r"(?<=[a-z)])\d{1,2}(?!\w|\.\d)", ""),  # footnote mark glued to a word, not Web3.0
    (r"(?<=[A-Za-z)][.,])\d{1,2}(?=\s|$)", ""),  # or to the stop after it
    (r"\b((?:19|20)\d\d)\d\b", r"\1"),  # or to a year; larger numbers have their comma
]
RULE = re.compile(r"(?m)^\s*-{5,}\s*$")


def plain(body):
    """Return the text of a Markdown or HTML body without markup, paragraph numbers and footnote marks.

    >>> plain('2. <p>The **TradeTrust**1 pilot</p>').strip()
    'The TradeTrust pilot'
    """
    for pattern, replacement in CLEANING:
        body = re.sub(pattern, replacement, body)
    body = unicodedata.normalize("NFKC", html.unescape(body))
    body = body.translate(str.maketrans("‘’“”", "''\"\""))
    for pattern, replacement in MARKS:
        body = re.sub(pattern, replacement, body)
    text, *notes = RULE.split(body)
    return "\n".join([text, *(re.sub(r"(?m)^[^\S\n]*\d{1,2}\s+", "", note) for note in notes)])


# ---- shared runs -----------------------------------------------------------

CHINESE = "\u3400-\u4dbf\u4e00-\u9fff"
PARAGRAPH = r"\n\s*\n"  # no run goes over it; a Chinese one ends at an English word, too
WORD = re.compile(rf"\d+(?:[.,]\d+)+|(?:(?![{CHINESE}])[^\W_])+(?:'[a-z]+)?")


def words(text):
    """Return the lower-case words of plain text, possessive endings dropped.

    >>> words("Shenzhen's 10,000 cross-border SMEs")
    ['shenzhen', '10,000', 'cross', 'border', 'smes']
    """
    return [word.removesuffix("'s") for word in WORD.findall(text.lower())]


def characters(text):
    """Return the Chinese characters of plain text, whatever stands between them."""
    return re.findall(f"[{CHINESE}]", text)


def collapse(tokens, names):
    """Return `tokens` with every occurrence of a name (a tuple of tokens) made one token, longest name first."""
    lengths = sorted({len(name) for name in names if len(name) > 1}, reverse=True)
    collapsed, at = [], 0
    while at < len(tokens):
        size = next((n for n in lengths if tuple(tokens[at : at + n]) in names), 1)
        collapsed.append(" ".join(tokens[at : at + size]))
        at += size
    return collapsed


def runs_of(size, tokens):
    """Return every run of `size` tokens, in order."""
    return [tuple(tokens[start : start + size]) for start in range(len(tokens) - size + 1)]


def shared_runs(ours, theirs, size):
    """Return, as text, the runs of `size` or more tokens that one of our token lists has in common with one of theirs."""
    known = {run for tokens in theirs for run in runs_of(size, tokens)}
    shared = []
    for tokens in ours:
        end = 0
        for start, run in enumerate(runs_of(size, tokens)):
            if run in known and start < end:
                shared[-1] += run[end - start :]
            elif run in known:
                shared.append(run)
            if run in known:
                end = start + size
    return [" ".join(run) for run in shared]


def strings(node, keys=None):
    """Yield the strings of nested data, only those under one of `keys` where given."""
    if isinstance(node, str) and keys is None:
        yield node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from strings(value, None if keys and key in keys else keys)
    elif isinstance(node, list):
        for value in node:
            yield from strings(value, keys)


def data_names():
    """Yield the names that the programme files and the register hold, as far as they exist."""
    for path in sorted((ROOT / "data" / "programmes").glob("*.toml")):
        programme = tomllib.loads(path.read_text(encoding="utf-8"))
        yield from (list(strings(programme, {"name", "names", "aliases", "bodies"})) or strings(programme))
    for path in sorted((ROOT / "data" / "register").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield from (row[column] for column in ("party", "party_name", "title") if row.get(column))


def known_names(*titles):
    """Return the set of names, each a tuple of words or of characters, that may be shared."""
    written = [plain(name) for name in (*NAMES, *titles, *data_names())]
    return {tuple(split(name)) for name in written for split in (words, characters)} - {()}


# ---- figures ---------------------------------------------------------------

SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
SCALES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
NUMERALS = {word: value for value, word in enumerate(SMALL) if value}
NUMERALS |= {word: value for value, word in enumerate(ORDINALS, 1)}
NUMERALS |= {ten: 10 * value for value, ten in enumerate(TENS, 2)}
NUMERALS |= {f"{ten}-{unit}": NUMERALS[ten] + NUMERALS[unit] for ten in TENS for unit in SMALL[1:10]}

SPELLED = "|".join(sorted(NUMERALS, key=len, reverse=True)).replace("-", r"[-\s]")
FIGURE = re.compile(
    rf"""
    (?:  (?<![A-Za-z\d]) (?<![A-Z]-)                     # B2B and COVID-19 are names
         (?P<digits> (?: \d{{1,3}}(?:,\d{{3}})+ (?!\d) | \d+ ) (?:\.\d+)? )
      |  \b (?P<word> (?i:{SPELLED}) ) \b )
    (?: [\s-]+ (?P<scale> (?i:{"|".join(SCALES)}) ) \b )?
  | \b (?P<bare> (?i:{"|".join(SCALES)}) ) s? \b""",
    re.VERBOSE,
)

CHINESE_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
CHINESE_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10000}
CHINESE_FIGURE = re.compile(f"([{''.join([*CHINESE_DIGITS, *CHINESE_SCALES])}]+)([份个個项項家年月日])")


def chinese_value(numeral):
    """Return the value of a Chinese numeral.

    >>> [chinese_value(numeral) for numeral in ("八", "十四", "四十三", "二〇二〇")]
    [8, 14, 43, 2020]
    """
    if not any(character in CHINESE_SCALES for character in numeral):
        return int("".join(str(CHINESE_DIGITS[character]) for character in numeral))
    total = digit = 0
    for character in numeral:
        if character in CHINESE_DIGITS:
            digit = CHINESE_DIGITS[character]
        else:
            total, digit = total + (digit or 1) * CHINESE_SCALES[character], 0
    return total + digit


def figures(text):
    """Return the set of values that plain text states; the word "one" is never a figure.

    >>> sorted(figures("one of eight MOUs, 1,400 firms, 4 million SMEs, the 3rd year, B2B, COVID-19"))
    [3.0, 8.0, 1400.0, 4000000.0]
    """
    values = set()
    for found in FIGURE.finditer(text):
        scale = SCALES.get((found["scale"] or found["bare"] or "").lower(), 1)
        if found["digits"]:
            values.add(float(found["digits"].replace(",", "")) * scale)
        elif found["bare"]:
            values.add(float(scale))
        elif found["word"].lower() != "one" or found["scale"]:
            values.add(float(NUMERALS["-".join(re.split(r"[-\s]+", found["word"].lower()))] * scale))
    for numeral, noun in CHINESE_FIGURE.findall(text):
        if numeral != "一" or noun in "月日":
            values.add(float(chinese_value(numeral)))
    return values


# ---- checks: each takes the digest's and the original's (front matter, body), gives complaints ----


def copied_words(digest, original):
    """Return every run of words or of Chinese characters that the digest copies, names apart."""
    names = known_names(digest[0].get("title", ""), original[0].get("title", ""))
    complaints = []
    for split, border, size in (
        (words, PARAGRAPH, WORD_RUN),
        (characters, rf"{PARAGRAPH}|[A-Za-z]{{2,}}", CHINESE_RUN),
    ):
        ours, theirs = (
            [collapse(split(piece), names) for piece in re.split(border, plain(body))] for _, body in (digest, original)
        )
        complaints += [f"copied: {run}" for run in shared_runs(ours, theirs, size)]
    return complaints


def differing_figures(digest, original):
    """Return every figure of the original that the digest drops, and every one that it adds."""
    ours, theirs = (figures(plain(body)) for _, body in (digest, original))
    return [f"dropped: {value:.10g}" for value in sorted(theirs - ours)] + [
        f"added: {value:.10g}" for value in sorted(ours - theirs)
    ]


def length_ratio(digest, original):
    """Return the words and Chinese characters of the digest's body over those of the original's."""
    ours, theirs = (len(words(text)) + len(characters(text)) for text in (plain(digest[1]), plain(original[1])))
    return ours / theirs


def wrong_length(digest, original):
    """Return a complaint where the digest is too short or too long for its original."""
    ratio = length_ratio(digest, original)
    return [] if SHORTEST <= ratio <= LONGEST else [f"length: {ratio:.2f} of the original"]


def changed_front_matter(digest, original):
    """Return every key of the publisher's front matter that the digest writes otherwise.

    A title of ours stands where the original has none; no other key may be made up.
    """
    keys = ["permalink", "date", "layout", "description", "variant"] + ["title"] * ("title" in original[0])
    return [
        f"{key}: {digest[0].get(key)!r} is not {original[0].get(key)!r}"
        for key in keys
        if digest[0].get(key) != original[0].get(key)
    ]


CHECKS = {
    "copied_words": copied_words,
    "differing_figures": differing_figures,
    "wrong_length": wrong_length,
    "changed_front_matter": changed_front_matter,
}


def expected_name(metadata, body):
    """Return the file name of a digest: its date, then the last segment of its address.

    The date is that of the front matter, else the one that opens the body; without either there is none.
    """
    date = metadata.get("date")
    if not isinstance(date, datetime.date):
        opening = re.match(r"\s*date (\d{4}-\d\d-\d\d)\b", body)
        date = opening[1] if opening else ""
    slug = (metadata.get("permalink") or metadata.get("url") or "").rstrip("/").rsplit("/", 1)[-1]
    return f"{date}-{slug}.md" if date else f"{slug}.md"


def own_problems(path):
    """Return what is wrong with the digest at `path` whatever its original says."""
    metadata, body = read(path)
    tests = {
        "text is not digest": metadata.get("text") == "digest",
        "title is missing": bool(metadata.get("title")),
        "publisher is missing": bool(metadata.get("publisher")),
        "url is not an address": str(metadata.get("url", "")).startswith("https://"),
        "kind is unknown": metadata.get("kind") in KINDS,
        "original_sha256 is not a sha256": bool(re.fullmatch("[0-9a-f]{64}", str(metadata.get("original_sha256")))),
        f"file name is not {expected_name(metadata, body)}": Path(path).name == expected_name(metadata, body),
    }
    return [message for message, holds in tests.items() if not holds]


def main(paths):
    """Print what every check says of each digest; return the number of digests that fail one."""
    failed = 0
    for path in paths:
        original = original_of(path)
        complaints = own_problems(path)
        if original is None:
            complaints.append("no original under ../shared/releases has this original_sha256")
            ratio = "?"
        else:
            pair = read(path), read(original)
            complaints += [line for check in CHECKS.values() for line in check(*pair)]
            ratio = f"{length_ratio(*pair):.2f}"
        print(f"{'FAIL' if complaints else 'ok  '} {ratio} {Path(path).name}", *complaints, sep="\n       ")
        failed += bool(complaints)
    return failed


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)

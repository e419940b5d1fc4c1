"""Words, links and markup that people send to break a page; seeded, so that every run sends the same."""

import random
from collections.abc import Iterator
from urllib.parse import quote

from sci_loader.view import FACETS

WORDS = (
    "", " ", "0", "-1", "9" * 400, "nan", "None", "true", "[]", "{}", "null", "%", "%%%", "%00", "%ff%fe", "%ed%a0%80", "%c0%ae",
    "\x01", "\u202e", "\x00", "a\u0301" * 200, "深圳", "🙂", "\ud7ff", "\ufeff", "x" * 10_000, "a " * 5_000, "(" * 3_000,
    "'; DROP TABLE releases; --", "1 OR 1=1", '" OR ""="', "NEAR(a b, 99999999)", "a AND OR NOT", '"unclosed', "title:", "date:2024..", "date:9999-99-99..",
    "date:2022..1999", "*", "a*b*", "-", "--", "-a", "^a", "a:b:c:d", "(a OR", "(a+)+$", "[a-", "(?=a)(a+)+$", "\\", "\\u0000",
    "../../etc/passwd", "..\\..\\windows", "/etc/passwd", "file:///etc/passwd", "//evil.example", "\\\\evil.example\\share", "/proc/self/environ",
    "javascript:alert(1)", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "{{7*7}}", "${7*7}", "#{7*7}", "`id`", "$(id)", "|id",
    "![x](http://evil.example/p.png)", "[x](javascript:alert(1))", ":material/home:", ":red[x]", "$$x$$", "2024-02-30", "2024-13-01", "0000-00-00",
    "jic1", "jic99", "talent", "sci", "mou", "jic3-mou", "1", "2022",
)  # fmt: skip
NAMES = (*FACETS, "q", "figure", "conflict", "release", "said", "entry", "programme", "page", "embed", "embed_options", "unknown", "", "__proto__", "_link", "clear", "a[]", "a.b")  # fmt: skip


def links(count: int, seed: int = 1) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Query strings, and what each asks for: names with one or more values, some well written and some not."""
    chance = random.Random(seed)
    for _ in range(count):
        asked: dict[str, list[str]] = {}
        for name in chance.sample(NAMES, chance.randint(1, 4)):
            asked[name] = chance.choices(WORDS, k=chance.choice((1, 1, 1, 2, 30)))
        pairs = [(n, v) for n, values in asked.items() for v in values]
        written = [f"{n}={v if chance.random() < 0.1 and v.isascii() and v.isprintable() else quote(v, safe='%' if chance.random() < 0.3 else '')}" for n, v in pairs]  # fmt: skip
        yield chance.choice(("&", "&", "&", "&&", ";")).join(written), asked


# What runs, loads or leads elsewhere where markup is let through. MARK would be set, PLACE be asked.
MARK, PLACE = "window.broken=1", "//evil.example/p"
PAYLOADS = (
    f"<script>{MARK}</script>", f"<ScRiPt >{MARK}</sCrIpT>", f"</style><script>{MARK}</script>", f"</title><script>{MARK}</script>", f"</textarea><script>{MARK}</script>",
    f"<script src=https:{PLACE}.js></script>", f"<img src=x onerror={MARK}>", f"<img src=https:{PLACE}.png>", f"<img srcset='https:{PLACE}.png 2x'>", f"<svg onload={MARK}>",
    f"<svg><script>{MARK}</script></svg>", f"<svg><use href='https:{PLACE}.svg#x'/></svg>", f"<math><mtext><img src=x onerror={MARK}></mtext></math>", f"<iframe srcdoc='<script>parent.{MARK}</script>'></iframe>",
    f"<iframe src=https:{PLACE}></iframe>", f"<iframe src=javascript:parent.{MARK}></iframe>", f"<object data=https:{PLACE}></object>", f"<embed src=https:{PLACE}>", f"<link rel=stylesheet href=https:{PLACE}.css>",
    f"<style>@import 'https:{PLACE}.css';</style>", f"<style>*{{background:url(https:{PLACE}.png)}}</style>", f"<p style='background:url(https:{PLACE}.png)'>x</p>", f"<meta http-equiv=refresh content='0;url=https:{PLACE}'>",
    f"<base href=https:{PLACE}/>", f"<form action=https:{PLACE}><button>go</button></form>", f"<a href='javascript:{MARK}'>x</a>", f"<a href='java\tscript:{MARK}'>x</a>", f"<a href='&#106;avascript:{MARK}'>x</a>",
    f"<a href='data:text/html,<script>{MARK}</script>'>x</a>", f"<details open ontoggle={MARK}>x</details>", f"<input autofocus onfocus={MARK}>", f"<body onload={MARK}>", f"<video><source onerror={MARK}></video>",
    f"<marquee onstart={MARK}>x</marquee>", f"<noscript><p title='</noscript><img src=x onerror={MARK}>'>", f"<!--><img src=x onerror={MARK}>-->", f"![x](https:{PLACE}.png)", f"[x](javascript:{MARK})", f"[x]: https:{PLACE} ![y][x]",
    f"<https:{PLACE}.png>", f"$$\\href{{javascript:{MARK}}}{{x}}$$", f"' onmouseover={MARK} x='", f'" autofocus onfocus={MARK} x="', f"{{{{constructor.constructor('{MARK}')()}}}}", f"=HYPERLINK(\"https:{PLACE}\")",
)  # fmt: skip

"""Front matter by python-frontmatter, with a loader that cannot be hurt.

The YAML loaders of Python take aliases, merge keys, any depth and any size, and turn dates into errors.  This handler
reads events instead: plain mappings of strings, a few levels deep, every scalar as the text that stands there.
"""

from __future__ import annotations

import itertools
import re
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from sci_loader.errors import UnreadableFile

__all__ = ["MAX_BYTES", "MAX_DEPTH", "split"]

MAX_BYTES = 16_384
MAX_DEPTH = 32
FENCE = re.compile(r"^---[ \t]*$", re.M)


# What the loader asks for: a list or a mapping there would be passed over in silence.
PLAIN = ("title", "description", "date", "permalink", "publisher", "url", "kind", "text", "original_sha256")


class _Guarded(YAMLHandler):
    """Reads events instead of loading; ``blank`` empty lines stand above the front matter."""

    FM_BOUNDARY = FENCE

    def __init__(self, blank: int) -> None:
        super().__init__()
        self.blank = blank

    def load(self, fm: str, **_: object) -> Any:
        return _build("\n" * self.blank + fm)


def split(text: str) -> tuple[dict[str, str], str]:
    """Front matter as strings, and the body; ``{}`` and the whole text when there is none.

    Raises UnreadableFile when front matter is there but cannot be believed.

    >>> split("---\\ntitle: Plan 1\\ndate: 2024-02-30\\n---\\nBody")
    ({'title': 'Plan 1', 'date': '2024-02-30'}, 'Body')
    >>> split("No front matter")
    ({}, 'No front matter')
    """
    if text.startswith("+++\n"):
        raise UnreadableFile(
            "front_matter",
            "the front matter is TOML between +++ lines",
            "write it as YAML between --- lines",
            1,
        )
    opening = re.match(r"(\s*)---[ \t]*\n", text)
    if not opening:
        return {}, text
    blank = opening[1].count("\n")
    fences = [m.start() for m in itertools.islice(FENCE.finditer(text), 2)]
    if len(fences) < 2:
        raise UnreadableFile(
            "front_matter",
            "the front matter opens with --- and is never closed",
            "close it with a line of three hyphens",
            blank + 1,
        )
    if fences[1] > MAX_BYTES:
        raise UnreadableFile(
            "front_matter",
            f"the front matter is longer than {MAX_BYTES} characters",
            "keep title, date and link there and move the text below the second ---",
            blank + 1,
        )
    try:
        metadata, body = frontmatter.parse(text, handler=_Guarded(blank))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        raise UnreadableFile(
            "front_matter",
            f"the front matter is no valid YAML ({getattr(error, 'problem', None) or 'unexpected character'})",
            "put the value into double quotes",
            line,
        ) from error
    for key in PLAIN:
        if not isinstance(metadata.get(key, ""), str):
            raise UnreadableFile(
                "front_matter",
                f"the value of {key!r} in the front matter is a list or has keys of its own",
                "write it as one text, in double quotes if it has brackets or colons",
            )
    return {str(k): v for k, v in metadata.items() if isinstance(v, str)}, body


def _build(text: str) -> dict[str, Any]:
    """The mapping that a YAML text holds, every scalar as a string; lists and nested mappings are kept but not used."""
    stack: list[Any] = []
    keys: list[str | None] = []
    root: Any = None
    for event in yaml.parse(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise UnreadableFile(
                "front_matter",
                "the front matter uses anchors or aliases (& or *)",
                "write each value out, or put it into double quotes",
                line,
            )
        if isinstance(event, yaml.NodeEvent):
            value: Any = (
                event.value
                if isinstance(event, yaml.ScalarEvent)
                else {}
                if isinstance(event, yaml.MappingStartEvent)
                else []
            )
            if stack:
                _attach(stack, keys, value, line)
            elif root is None:
                root = value
            if not isinstance(event, yaml.ScalarEvent):
                stack.append(value)
                keys.append(None)
                if len(stack) > MAX_DEPTH:
                    raise UnreadableFile(
                        "front_matter",
                        f"the front matter is nested more than {MAX_DEPTH} levels deep",
                        "keep it flat: one key and one value a line",
                        line,
                    )
        elif isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
            keys.pop()
    if root is None or root == "":
        return {}
    if not isinstance(root, dict):
        raise UnreadableFile(
            "front_matter",
            "the front matter is no list of keys and values",
            "write one `key: value` a line",
            2,
        )
    return root


def _attach(stack: list[Any], keys: list[str | None], value: Any, line: int) -> None:
    parent = stack[-1]
    if isinstance(parent, list):
        parent.append(value)
    elif keys[-1] is None:
        if not isinstance(value, str):
            raise UnreadableFile(
                "front_matter",
                "a key of the front matter is no plain word",
                "write one `key: value` a line",
                line,
            )
        if value in parent:
            raise UnreadableFile(
                "front_matter",
                f"the key {value!r} stands twice in the front matter",
                "keep one of the two",
                line,
            )
        if value == "<<":
            raise UnreadableFile("front_matter", "the front matter uses a merge key (<<)", "write each value out", line)
        keys[-1] = value
        parent[value] = ""
    else:
        parent[keys[-1]] = value
        keys[-1] = None

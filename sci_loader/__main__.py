"""The command line: ``python -m sci_loader export | check | brief | fetch | build``."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pandas as pd

from sci_loader.brief import meeting_brief, party_brief, sound, thread_brief
from sci_loader.build import build
from sci_loader.corpus import Corpus, load
from sci_loader.document import FORMATS as BRIEFS
from sci_loader.errors import LoaderError
from sci_loader.export import FORMATS, export
from sci_loader.fetch import fetch
from sci_loader.memory import of_programme
from sci_loader.remote import shown
from sci_loader.vocabulary import data_dir, load_programmes
from sci_loader.workers import executor

__all__ = ["main"]


MOST_WORKERS = 64


def _workers(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"{text} is no number from 1 to {MOST_WORKERS}")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sci_loader", description="Releases about a cooperation programme as tables."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    power = argparse.ArgumentParser(add_help=False)
    power.add_argument(
        "--workers",
        type=_workers,
        default=1,
        metavar="N",
        help=f"processes that read files, at most {MOST_WORKERS} (default: 1)",
    )
    power.add_argument("--scheduler", metavar="ADDRESS", help="read files on the Dask cluster of this scheduler")
    source = argparse.ArgumentParser(add_help=False, parents=[power])
    source.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files, folders or addresses (s3://bucket/folder) to read (.md .markdown .html .htm .txt .pdf); without any, data/ is read",
    )
    source.add_argument("--programme", choices=sorted(load_programmes()), help="only this programme (default: all)")
    tables = commands.add_parser(
        "export",
        parents=[source],
        help="write all tables",
        description="Write all tables, a file each (xlsx: one workbook).",
    )
    tables.add_argument("--out", required=True, metavar="DIR", help="folder or address to write to, made if missing")
    tables.add_argument("--format", choices=FORMATS, default="csv", help="default: csv (UTF-8)")
    look = commands.add_parser(
        "check",
        parents=[source],
        help="say what was understood",
        description="Say what was understood, and every problem and conflict. Exit code 1 if a file could not be read.",
    )
    look.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    page = commands.add_parser(
        "brief",
        parents=[source],
        help="one meeting, thread or party on a page, with sources",
        description="Write a brief in which every statement has its sources. Without --out it is printed.",
    )
    subject = page.add_mutually_exclusive_group(required=True)
    subject.add_argument("--meeting", type=int, metavar="N", help="number of the meeting")
    subject.add_argument("--thread", metavar="SLUG", help="short name of a thread, as in the programme file")
    subject.add_argument("--party", metavar="NAME", help="name of a party, or a spelling of it")
    page.add_argument("--format", choices=tuple(BRIEFS), default="md", help="default: md")
    page.add_argument("--out", type=Path, metavar="FILE", help="file to write to")
    get = commands.add_parser(
        "fetch",
        help="copy originals about the programmes into data/originals",
        description="Copy every release about a programme from the publisher's site repository, or from a folder, into data/originals.",
    )
    get.add_argument(
        "--from", dest="source", metavar="URL_OR_PATH", help="default: the repository that the programme file names"
    )
    make = commands.add_parser(
        "build",
        parents=[power],
        help="make or renew a store for many releases",
        description="Make a store of releases, or renew it: only new and changed files are read, withdrawn ones leave. "
        "Stop it when you like; what was read is kept. The dashboard shows the store that SCI_STORE names.",
    )
    make.add_argument(
        "paths", nargs="*", metavar="PATH", help="files, folders or addresses; without any, data/ is read"
    )
    make.add_argument(
        "--store", required=True, metavar="FILE_OR_ADDRESS", help="a file (SQLite), or postgresql://user@host/name"
    )
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code (0 done, 1 refused, or with check a file could not be read, 2 the call is wrong)."""
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except LoaderError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # nobody reads on, as behind `| head`
        _close_output()
        return 1
    except OSError as error:
        _close_output()
        print(f"error: {error.strerror}: {error.filename or 'what is printed'} cannot be written", file=sys.stderr)
        return 1
    return code


def _close_output() -> None:
    """Drop what is not written yet, which Python would try once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: Sequence[str] | None) -> int:
    options = _parser().parse_args(arguments)
    if options.command == "fetch":
        return _fetch(options.source)
    if options.command == "build":
        return _build(options)
    with executor(options.workers, options.scheduler) as pool:
        corpus = load(*options.paths, programme=options.programme, pool=pool)
    if options.command == "export":
        written = export(corpus.tables, options.out, options.format)
        print(
            f"{len(corpus.releases)} releases, {len(corpus.claims)} claims: {len(written)} files in {shown(options.out)}"
        )
        _warn(corpus)
        return 0
    if options.command == "brief":
        return _brief(corpus, options)
    print(_as_json(corpus) if options.format == "json" else _as_text(corpus))
    return 1 if len(_unread(corpus)) else 0


def _brief(corpus: Corpus, options: argparse.Namespace) -> int:
    """Write one brief; a brief that says what it does not cite is a bug and is not written."""
    corpus = of_programme(corpus, corpus.programme.slug)
    if options.meeting is not None:
        made = meeting_brief(corpus, options.meeting)
    elif options.thread is not None:
        made = thread_brief(corpus, options.thread)
    else:
        made = party_brief(corpus, options.party)
    written = BRIEFS[options.format](sound(corpus, made))
    if options.out:
        try:
            options.out.write_bytes(written)
        except OSError as error:
            raise LoaderError(f"{options.out}: the brief cannot be written there ({error.strerror})") from error
    else:
        sys.stdout.buffer.write(written)
    return 0


def _fetch(source: str | None) -> int:
    programmes = load_programmes()
    known = [p.repository for programme in programmes.values() for p in programme.publishers if p.repository]
    if source is None and not known:
        raise LoaderError("no programme file names a repository; name one with --from")
    result = fetch(source or known[0], data_dir() / "originals", tuple(programmes.values()))
    print(
        f"{result.looked_at} files looked at: {len(result.new)} new, {len(result.changed)} changed, {len(result.same)} already there."
    )
    for path in (*result.new, *result.changed):
        print(f"  {path.name}")
    return 0


def _build(options: argparse.Namespace) -> int:
    try:
        with executor(options.workers, options.scheduler) as pool:
            say = partial(print, file=sys.stderr, flush=True)
            built = build(options.store, *options.paths, pool=pool, say=say)
    except KeyboardInterrupt:
        print("stopped; what was read is kept, and the same command goes on from there", file=sys.stderr)
        return 130
    if built.changed:
        print(f"{built.files} files: {built.read} read, {built.withdrawn} withdrawn.")
    else:
        print(f"{built.files} files: nothing changed.")
    return 0


def _unread(corpus: Corpus) -> pd.DataFrame:
    return corpus.problems[corpus.problems["release_id"].isna()]


def _warn(corpus: Corpus) -> None:
    for row in _unread(corpus).itertuples():
        print(f"not read: {_problem(row)}", file=sys.stderr)


def _problem(row: object) -> str:
    line = "" if pd.isna(row.line) else f":{row.line}"  # type: ignore[attr-defined]
    return f"{row.path}{line}: {row.message}; {row.remedy}."  # type: ignore[attr-defined]


def _as_json(corpus: Corpus) -> str:
    parts = {
        name: json.loads(corpus.tables[name].to_json(orient="records"))
        for name in ("meetings", "counts", "conflicts", "problems")
    }
    head = {
        "releases": len(corpus.releases),
        "claims": len(corpus.claims),
        "counted": int(corpus.claims["counted"].sum()),
    }
    return json.dumps({**head, **parts}, ensure_ascii=False, indent=1)


def _as_text(corpus: Corpus) -> str:
    claims = corpus.claims
    lines = [
        f"{len(corpus.releases)} releases, {int(corpus.releases['programme'].notna().sum())} about a programme; {len(claims)} claims, {int(claims['counted'].sum())} counted."
    ]
    for row in corpus.counts.itertuples():
        low, high = _number(row.stated_low), _number(row.stated_high)
        stated = low if low == high else f"{low} | {high}"
        lines.append(
            f"{row.programme} meeting {row.meeting} {row.measure}: new {_number(row.new)}, added {_number(row.added)}, stated to date {stated} ({row.grade})"
        )
    lines += [
        f"conflict {row.conflict_id} [{row.status}] {row.values}: {row.explanation}"
        for row in corpus.conflicts.itertuples()
    ]
    lines += [
        f"{'not read' if pd.isna(row.release_id) else 'note'} {_problem(row)}" for row in corpus.problems.itertuples()
    ]
    return "\n".join(lines)


def _number(value: object) -> str:
    return "not stated" if pd.isna(value) else str(value)


if __name__ == "__main__":
    sys.exit(main())

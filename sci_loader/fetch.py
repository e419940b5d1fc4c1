"""Originals from the publisher's site repository, or from a folder, into data/originals."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sci_loader.errors import LoaderError, UnreadableFile
from sci_loader.load import read_release, source_files
from sci_loader.vocabulary import Programme

__all__ = ["Fetched", "fetch"]

CLONE_SECONDS = 900
# Nothing of a repository may run: no hooks, no links out of it, no helper protocols, no password prompts.
GIT = (
    "git",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.symlinks=false",
    "-c",
    "protocol.ext.allow=never",
    "-c",
    "protocol.file.allow=user",
)


@dataclass(frozen=True)
class Fetched:
    """How many files were looked at, and the paths that were new, changed or already there."""

    looked_at: int
    new: tuple[Path, ...]
    changed: tuple[Path, ...]
    same: tuple[Path, ...]


def fetch(source: str, folder: Path, programmes: tuple[Programme, ...]) -> Fetched:
    """Copy every release about one of the programmes from ``source`` (a folder, or the address of a git repository).

    Files of one name in several folders of the source are kept apart by the names of their folders.  Raises LoaderError when
    the source cannot be had or a folder stands in the place of a file; files that cannot be read or are about something
    else stay behind.
    """
    new: list[Path] = []
    changed: list[Path] = []
    same: list[Path] = []
    looked_at = 0
    with _local(source) as root:
        found = []
        for listed in source_files([root]):
            looked_at += 1
            if not listed.problem and _about(Path(listed.path), programmes):
                found.append(Path(listed.path))
        names = Counter(path.name for path in found)
        for path in found:
            name = path.name if names[path.name] == 1 else "-".join(path.relative_to(root).parts)
            target, data = folder / name, path.read_bytes()
            if target.is_dir():
                raise LoaderError(f"{target} is a folder; remove it, for a release of this name is to stand there")
            kept = target.read_bytes() if target.exists() else None
            if kept == data:
                same.append(target)
                continue
            _write(target, data)
            (changed if kept is not None else new).append(target)
    return Fetched(looked_at, tuple(new), tuple(changed), tuple(same))


def _about(path: Path, programmes: tuple[Programme, ...]) -> bool:
    try:
        return read_release(path, programmes).programme is not None
    except (UnreadableFile, OSError):
        return False


def _write(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.partial")
    partial.write_bytes(data)
    partial.replace(target)


@contextmanager
def _local(source: str) -> Iterator[Path]:
    """The source as a folder: itself, or a shallow copy of the repository that is removed afterwards."""
    if Path(source).is_dir() and not (Path(source) / "HEAD").is_file():
        yield Path(source)
        return
    if source.startswith("-"):
        raise LoaderError(f"{source!r} is neither a folder nor the address of a repository")
    if shutil.which("git") is None:
        raise LoaderError("git is needed to fetch a repository; install it, or name a folder with --from")
    with tempfile.TemporaryDirectory(prefix="sci-fetch-") as place:
        call = [*GIT, "clone", "--quiet", "--depth", "1", "--no-tags", "--", source, f"{place}/copy"]
        environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_CONFIG_NOSYSTEM": "1", "GIT_LFS_SKIP_SMUDGE": "1"}
        try:
            subprocess.run(call, check=True, capture_output=True, text=True, timeout=CLONE_SECONDS, env=environment)
        except subprocess.TimeoutExpired as error:
            raise LoaderError(
                f"{source} did not answer within {CLONE_SECONDS // 60} minutes; try again later"
            ) from error
        except subprocess.CalledProcessError as error:
            lines = error.stderr.strip().splitlines() or ["no reason given"]
            raise LoaderError(
                f"{source} could not be fetched: {lines[-1]}; check the address and the network"
            ) from error
        yield Path(place) / "copy"

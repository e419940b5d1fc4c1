"""Files that lie elsewhere, named by an address such as ``s3://bucket/folder``, ``memory://x`` or ``zip://::texts.zip``.

Whatever fsspec and its drivers know can be listed, read and written; fsspec is an extra, imported when an address is given.
Only what a person named is opened.  What may be secret in an address (a user, a password, what stands behind ``?``) is
handed to the driver and to nobody else; the words of a driver's errors are not repeated, for they may hold it.
"""

from __future__ import annotations

import hashlib
import os
import re
import uuid
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from sci_loader.errors import UnreadableFile

__all__ = ["UNREACHABLE", "UNSEEN", "Place", "as_walked", "is_address", "listed", "read", "shown", "write"]

UNREACHABLE = "unreachable"  # the problem of a place that could not be listed or read
UNSEEN = (-1, -1)  # the mark of a file of which a listing does not tell whether it changed
# What file systems call the version or the date of a file, in small letters without marks.
MARKS = frozenset(
    "etag mtime lastmodified modified modify updated created generation md5hash contentmd5 checksum digest crc sha hex "
    "datetime lastwritetime versionid".split()
)
CONTAINER_FIRST = ("abfs", "abfss")  # name a container before the @, where others name a user
REFERRING = "reference"  # a file of this kind names others, which nobody named


class Place(NamedTuple):
    """Where a file is opened: the address that was given, which listing found it, and its path in that file system."""

    address: str
    listing: str
    path: str


def is_address(name: str) -> bool:
    """Whether a name is an address rather than a path.

    >>> is_address("s3://bucket/x.md"), is_address("data/x.md"), is_address("file:///data/x.md")
    (True, False, True)
    """
    return re.match(r"[A-Za-z][\w+.-]*://", name) is not None


def shown(address: str) -> str:
    """An address without what may be secret in it.

    >>> shown("https://me:word@host/x.md?token=1"), shown("zip://a.md::s3://key:word@bucket/x.zip")
    ('https://host/x.md', 'zip://a.md::s3://bucket/x.zip')
    """
    return "::".join(_plain(link) for link in address.split("::"))


def _plain(link: str) -> str:
    protocol, mark, rest = link.partition("://")
    if not mark:
        return link
    rest = re.split(r"[?#]", rest, maxsplit=1)[0]
    return protocol + mark + (rest if protocol in CONTAINER_FIRST else re.sub(r"^[^/]*@", "", rest))


def listed(address: str) -> Iterator[tuple[str, tuple[int, int], Place]]:
    """The files at an address or below it, those of a folder before its folders: shown path, size and mark, and place.

    The mark changes with what the file system itself says of the version; names with a dot in front are passed over.
    Raises UnreadableFile when the address cannot be listed.
    """
    listing = uuid.uuid4().hex
    try:
        system, root = _opened(address, listing, os.getpid())
        about = system.info(root)
        alone = about["type"] == "file" and Path(_plain(address.split("::")[0])).suffix
        found = {root: about} if alone else system.find(root, detail=True)
    except Exception as error:  # whatever a driver raises
        raise _refusal(address, error) from None
    if not found:
        raise UnreadableFile(UNREACHABLE, "there is nothing at this address", "check its spelling")
    below = root.rstrip("/") + "/" if root.strip("/") else ""
    names = {path: path.removeprefix(below).lstrip("/") for path in found if path == root or path.startswith(below)}
    for path, name in sorted(names.items(), key=lambda item: as_walked(item[1])):
        if alone or not any(part.startswith(".") for part in name.split("/")):
            yield _name(address, path, "" if alone else name), _mark(system, found[path]), Place(address, listing, path)


def as_walked(path: str) -> list[tuple[bool, str]]:
    """Where a file comes when folders are walked: the files of a folder before its folders."""
    *folders, name = Path(path).parts
    return [*((True, folder) for folder in folders), (False, name)]


def _name(address: str, path: str, below: str) -> str:
    """The path that is shown: below what was named; of a file in an archive, its place in there behind the archive."""
    if "::" in address:
        link, _, archive = shown(address).partition("::")
        return f"{link.partition('://')[0]}://::{archive}/{path.strip('/')}"
    root = shown(address)
    return f"{root}{'' if root.endswith('/') else '/'}{below}" if below else root


def _mark(system: Any, about: Mapping[str, Any]) -> tuple[int, int]:
    """Size and version of a file as one listing tells them; where it tells none the file itself is asked about."""
    said = _said(about)
    if not said:
        try:
            about = system.info(about["name"])
        except Exception:  # reading it tells why
            return UNSEEN
        said = _said(about)
    if not said:
        return UNSEEN
    return int(about.get("size") or 0), int(hashlib.sha256(repr(said).encode()).hexdigest()[:15], 16)


def _said(about: Mapping[str, Any]) -> list[tuple[str, str]]:
    return sorted((k, str(v)) for k, v in about.items() if v and re.sub(r"[\W_]", "", k.lower()) in MARKS)


def read(place: Place, most: int) -> bytes:
    """The first bytes of a file, ``most`` at most. Raises UnreadableFile when it cannot be had."""
    try:
        system, _ = _opened(place.address, place.listing, os.getpid())
        with system.open(place.path, "rb") as file:
            data: bytes = file.read(most)
        return data
    except Exception as error:  # whatever a driver raises
        raise _refusal(place.address, error) from None


def write(address: str, files: Mapping[str, Path]) -> list[str]:
    """Put local files of these names into the folder at an address; gives the paths shown.

    They appear together at the end where the file system can do that, else one after the other, each whole.
    Raises UnreadableFile when they cannot be put there.
    """
    try:
        system, root = _opened(address, uuid.uuid4().hex, os.getpid())
        system.makedirs(root, exist_ok=True)
        with system.transaction:
            for name, path in files.items():
                system.put_file(str(path), f"{root.rstrip('/')}/{name}")
    except Exception as error:  # whatever a driver raises
        raise _refusal(address, error) from None
    return [_name(address, f"{root.rstrip('/')}/{name}", name) for name in files]


@lru_cache(maxsize=8)
def _opened(address: str, listing: str, process: int) -> tuple[Any, str]:
    """The file system of an address and the path in it; made anew for each listing, which would else be an old one kept,
    and in each process, for two cannot share a connection."""
    if REFERRING in (link.partition("://")[0] for link in address.split("::")):
        raise ImportError("what a document names is not read")
    from fsspec.core import url_to_fs

    system, path = url_to_fs(address, skip_instance_cache=True)
    return system, path


def _refusal(address: str, error: Exception) -> UnreadableFile:
    protocol = address.partition("://")[0]
    if isinstance(error, ModuleNotFoundError) and (error.name or "").startswith("fsspec"):
        return UnreadableFile(UNREACHABLE, "addresses need fsspec", "pip install fsspec")
    if isinstance(error, ImportError):
        said = f"the driver for {protocol}:// is not installed"
        return UnreadableFile(UNREACHABLE, said, f"pip install what fsspec names for it ({_driver(protocol)})")
    if isinstance(error, ValueError) and "Protocol not known" in str(error):
        return UnreadableFile(UNREACHABLE, f"nothing is known of {protocol}://", "check the spelling of the address")
    if isinstance(error, FileNotFoundError):
        return UnreadableFile(UNREACHABLE, "there is nothing at this address", "check its spelling")
    if isinstance(error, PermissionError):
        return UnreadableFile(UNREACHABLE, "the host refuses access", "check the name and password given to the driver")
    said = f"the host did not do what was asked ({type(error).__name__})"
    return UnreadableFile(UNREACHABLE, said, "check the address and the network and try again")


def _driver(protocol: str) -> str:
    from fsspec.registry import known_implementations

    said: str = known_implementations.get(protocol, {}).get("err", f"a package for {protocol}")
    return said

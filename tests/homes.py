"""The two homes of a store for the tests: a SQLite file, and a PostgreSQL server of the tests' own."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NOBODY = "nobody"  # PostgreSQL refuses to run as root
BY_HAND = (
    "no PostgreSQL here, so the tests of that home did not run: apt-get install postgresql, "
    "or name a server in SCI_TEST_POSTGRES (postgresql://user@host/database)"
)


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    which = shutil.which("initdb")
    return found[-1].parent if found else Path(which).parent if which else None


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a server that lives as long as this; skips outside CI where there is none."""
    if named := os.environ.get("SCI_TEST_POSTGRES"):
        yield named
        return
    programs = _programs()
    if programs is None:
        if os.environ.get("CI"):
            pytest.fail(BY_HAND)
        pytest.skip(BY_HAND)
    as_user = ["runuser", "-u", NOBODY, "--"] if os.geteuid() == 0 else []
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="sci-postgres-"))
    folder.chmod(0o755)
    if as_user:
        shutil.chown(folder, NOBODY)
    data = folder / "data"
    # Nothing here has to outlive the tests, so nothing waits for the disk.
    settings = f"-p {port} -k {folder} -h 127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off"

    def run(*call: str | Path) -> None:
        done = subprocess.run([*as_user, *map(str, call)], cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    try:
        run(
            programs / "initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"
        )
        run(programs / "pg_ctl", "-D", data, "-o", settings, "-w", "-l", folder / "log", "start")
        try:
            yield f"postgresql://tests@127.0.0.1:{port}/postgres"
        finally:
            run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fresh(address: str, name: str) -> str:
    """A new empty database of this name on the server."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return address.rsplit("/", 1)[0] + f"/{name}"

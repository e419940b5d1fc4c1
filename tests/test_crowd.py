"""Many viewers at once: right pages for everyone, also when a server dies, the data change or thousands come and go.

Hostile links are followed with every check; crowds are marked soak and are measured, not timed, by ``benchmarks.crowd``.
"""

import asyncio
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import hostile
import pytest
from loops import run

from benchmarks import crowd

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def server() -> Iterator[crowd.Server]:
    with crowd.serve() as running:
        yield running


@pytest.fixture(scope="module")
def right(server: crowd.Server) -> crowd.Right:
    return run(crowd.pages_of_a_lone_viewer(server.url))


@pytest.fixture
def front(tmp_path: Path) -> Path:
    """A folder for nginx; without nginx a skip that says how to get it, and where CI is set a failure."""
    if not shutil.which("nginx"):
        message = "The tests of replicas need nginx: on Debian run 'apt-get install nginx-light'."
        if os.environ.get("CI"):
            pytest.fail(message, pytrace=False)
        pytest.skip(message)
    return tmp_path


def test_every_viewer_of_a_small_crowd_sees_the_right_page(server: crowd.Server, right: crowd.Right) -> None:  # fmt: skip
    met = run(crowd.crowd(server.url, right, viewers=20, think=4, seconds=6))
    assert len(met.seconds) > 20
    assert (met.wrong, met.lost, met.back) == (0, 0, [])


def test_pages_of_different_links_differ(right: crowd.Right) -> None:
    """The comparison can fail: hardly any two links show the same."""
    assert len(set().union(*right.values())) > 0.9 * len(right)


# --- hostile links ---


async def follow(url: str, count: int) -> tuple[list[str], int, list[float]]:
    """Open so many hostile links: those whose page failed, how often the page said that it left something out, seconds."""
    failed, said, seconds = [], 0, []
    for number, (query, _) in enumerate(hostile.links(count)):
        viewer = crowd.Viewer(url)
        try:
            shown = await viewer.open(crowd.PAGES[number % len(crowd.PAGES)], query)
            seconds.append(shown.seconds)
            said += "was left out" in shown.text
            if "EXCEPTION" in shown.text or "Link to this view" not in shown.text:
                failed.append(query[:300])
        except (OSError, TimeoutError, crowd.websockets.WebSocketException) as error:
            failed.append(f"{type(error).__name__}: {query[:300]}")
        await viewer.close()
    return failed, said, seconds


def test_every_hostile_link_gives_a_whole_page(server: crowd.Server) -> None:
    failed, said, _ = run(follow(server.url, 200))
    assert failed == []
    assert said > 70, "a page says what it left out"


@pytest.mark.soak
def test_thousands_of_hostile_links_give_whole_pages(server: crowd.Server) -> None:
    failed, said, seconds = run(follow(server.url, 2000))
    assert failed == []
    assert said > 600
    assert crowd.percentile(seconds, 99) < 1


# --- long ---


@pytest.mark.soak
def test_fifty_viewers_on_one_process(server: crowd.Server, right: crowd.Right) -> None:
    met, cpu = crowd.measure(server, viewers=50, think=5, seconds=60, right=right)
    assert (met.wrong, met.lost, met.back) == (0, 0, [])
    assert met.at(95) <= 0.3
    assert cpu <= 45, "milliseconds of processor time for an answer"
    assert server.memory < 400


@pytest.mark.soak
def test_a_hundred_viewers_wait_at_most_twice_as_long_as_one(server: crowd.Server, right: crowd.Right) -> None:  # fmt: skip
    one, _ = crowd.measure(server, viewers=1, think=0.5, seconds=60, right=right)
    met, _ = crowd.measure(server, viewers=100, think=10, seconds=60, right=right)
    assert (met.wrong, met.lost, met.back) == (0, 0, [])
    assert met.at(95) <= 2 * one.at(95)


@pytest.mark.soak
def test_thousands_of_visits_leave_nothing_behind() -> None:
    """Two thousand visits, twenty at a time: memory, files and threads are as after the first few hundred."""

    async def visits(url: str, count: int) -> None:
        async def one(number: int) -> None:
            viewer = crowd.Viewer(url)
            await viewer.open(crowd.PAGES[number % len(crowd.PAGES)], crowd.FILTERS[number % len(crowd.FILTERS)])
            await viewer.close()

        for start in range(0, count, 20):
            await asyncio.gather(*(one(number) for number in range(start, start + 20)))

    def left_behind(server: crowd.Server, count: int) -> tuple[float, int, int]:
        """What the server holds when so many visits have ended; Streamlit lets go of the last of them when another one comes."""
        run(visits(server.url, count))
        time.sleep(6)
        run(visits(server.url, 1))
        time.sleep(6)
        return server.memory, server.handles, server.threads

    # A browser may come back within this time; visits that ended longer ago must be gone.
    with crowd.serve(STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL="2") as server:
        before = left_behind(server, 400)
        after = left_behind(server, 2000)
        assert after[0] <= 1.1 * before[0]
        assert after[1] <= before[1] + 2
        assert after[2] <= before[2] + 2


def crowd_while(happens: Callable[[], None], url: str, right: crowd.Right, seconds: float) -> crowd.Result:
    """What twenty viewers meet while something happens beside them; all must see the right pages and none may be lost."""
    worker = threading.Thread(target=happens)
    worker.start()
    met = run(crowd.crowd(url, right, viewers=20, think=1, seconds=seconds))
    worker.join()
    assert (met.wrong, met.lost) == (0, 0)
    return met


@pytest.mark.soak
def test_nobody_sees_a_page_of_two_versions(tmp_path: Path) -> None:
    """A release is added and taken away while twenty look: every page is that of one version or of the other."""
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    added = data / "releases" / "2024-01-02-added.md"
    text = "---\ntitle: An added release\ndate: 2024-01-02\n---\nThe Singapore-China (Shenzhen) Smart City Initiative (SCI) goes on with 3 MOUs.\n"
    with crowd.serve(SCI_DATA=str(data)) as server:
        one = run(crowd.pages_of_a_lone_viewer(server.url))
        added.write_text(text, encoding="utf-8")
        two = run(crowd.pages_of_a_lone_viewer(server.url))
        assert one["releases", ""] != two["releases", ""]

        def change() -> None:
            for _ in range(4):
                time.sleep(8)
                if added.exists():
                    added.unlink()
                else:
                    added.write_text(text, encoding="utf-8")

        met = crowd_while(change, server.url, {k: one[k] | two[k] for k in one}, seconds=40)
    assert len(met.seconds) > 100
    assert met.back == []


@pytest.mark.soak
def test_two_replicas_hold_twice_as_many(front: Path) -> None:
    with crowd.serve() as one, crowd.serve() as two, crowd.nginx([one, two], front) as url:
        right = run(crowd.pages_of_a_lone_viewer(url))
        before = one.cpu, two.cpu
        met = run(crowd.crowd(url, right, viewers=100, think=5, seconds=60))
        work = one.cpu - before[0], two.cpu - before[1]
    assert (met.wrong, met.lost, met.back) == (0, 0, [])
    assert min(work) > 0.25 * sum(work), "both work"
    assert met.at(95) <= 1.0


@pytest.mark.soak
def test_when_a_replica_dies_every_viewer_comes_back_with_the_same_view(front: Path) -> None:
    with crowd.serve() as one, crowd.serve() as two, crowd.nginx([one, two], front) as url:
        right = run(crowd.pages_of_a_lone_viewer(url))

        def kill() -> None:
            time.sleep(10)
            two.process.kill()

        met = crowd_while(kill, url, right, seconds=25)
    assert met.back, "some viewers were on the replica that died"
    assert max(met.back) <= 3


@pytest.mark.soak
def test_replicas_renewed_one_after_the_other_lose_nobody(front: Path) -> None:
    """As an update does it: each replica is ended and started again on its port while the other one answers."""
    with ExitStack() as stack:
        lives = [stack.enter_context(ExitStack()) for _ in range(2)]
        replicas = [life.enter_context(crowd.serve()) for life in lives]
        url = stack.enter_context(crowd.nginx(replicas, front))
        right = run(crowd.pages_of_a_lone_viewer(url))

        def renew() -> None:
            for life, replica in zip(lives, replicas, strict=True):
                time.sleep(8)
                life.close()
                life.enter_context(crowd.serve(int(replica.url.rsplit(":", 1)[1])))

        met = crowd_while(renew, url, right, seconds=45)
    assert met.back, "viewers were on the replicas that were ended"
    assert max(met.back) <= 5

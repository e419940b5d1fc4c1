"""The browser tests can only be trusted if what they stand on catches what it should.

Small scripts are served for it, so nothing here depends on the dashboard.
"""

import os
import re
import signal
import subprocess
import sys
import textwrap
import threading
import urllib.request
from contextlib import ExitStack

import harness
import pytest

OUTSIDE = "https://outside.invalid/pixel.png"
HELLO = """
    import streamlit as st
    st.title("Hello")
    st.dataframe({"meeting": [1, 2], "mou": [8, 4]})
"""
# The pages of one small dashboard by their paths.
PAGES = {
    "hello": HELLO,
    "pixel": f"""
        import streamlit as st
        st.markdown("![pixel]({OUTSIDE})")
    """,
    "broken": "raise LookupError('planted secret')",
    "slow": """
        import time
        import streamlit as st
        if st.button("Count"):
            time.sleep(1)
            st.write("Counted")
    """,
    "busy": """
        import os
        import streamlit as st
        st.button("Count", on_click=lambda: st.session_state.update(counted=True))
        st.write("Counted" if st.session_state.get("counted") else "Waiting")
        st.write(f"Process {os.getpid()}")
    """,
    "visits": """
        import streamlit as st
        st.session_state.runs = st.session_state.get("runs", 0) + 1
        st.write(f"Run {st.session_state.runs}")
    """,
    "lines": """
        import streamlit as st
        for n in range(60):
            st.write(f"line {n}")
    """,
}
MAIN = """
    import streamlit as st
    st.navigation([st.Page(f"{path}.py", default=path == "hello") for path in PATHS]).run()
"""


@pytest.fixture
def script(tmp_path):
    """A function that writes a Streamlit script and gives its path."""

    def write(source):
        path = tmp_path / "app.py"
        path.write_text(textwrap.dedent(source), encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="module")
def pages(start_server, tmp_path_factory):
    """The address of a dashboard of PAGES, shared by the tests that need no server of their own."""
    folder = tmp_path_factory.mktemp("pages")
    for name, source in {**PAGES, "app": f"PATHS = {list(PAGES)}\n{textwrap.dedent(MAIN)}"}.items():
        (folder / f"{name}.py").write_text(textwrap.dedent(source), encoding="utf-8")
    with ExitStack() as stack:
        yield start_server(stack, folder / "app.py", warm=True)


def test_a_page_loads_without_errors_or_outside_requests(pages, page, settle, record):
    harness.show(page, pages)
    assert page.get_by_role("heading", name="Hello").is_visible()
    assert record.requests > 10
    assert record.problems() == []
    record.assert_clean()


def test_a_planted_outside_request_is_caught_and_goes_nowhere(pages, page, settle, record):
    harness.show(page, f"{pages}/pixel")
    until(page, lambda: record.outside_requests)
    assert record.outside_requests == [OUTSIDE]
    with pytest.raises(AssertionError, match=r"left this machine: https://outside\.invalid"):
        record.assert_clean()
    record.forget()


def test_an_outside_websocket_is_caught(pages, page, settle, record):
    harness.show(page, pages)
    page.evaluate("() => new Promise(done => { new WebSocket('ws://outside.invalid').onerror = done })")
    until(page, lambda: record.outside_requests)
    assert record.outside_requests == ["ws://outside.invalid/"]
    record.forget()


def until(page, condition):
    """Wait until what the browser reports has arrived here."""
    for _ in range(200):
        if condition():
            return
        page.wait_for_timeout(50)
    pytest.fail("what was planted has not been noticed")


PLANTED = """() => {
    console.error("planted words");
    setTimeout(() => { throw new Error("planted throw") });
    fetch("http://127.0.0.1:9/").catch(() => 0);
    fetch("/media/planted.png");
}"""
CAUGHT = (
    r"console error: planted words",
    r"uncaught error: planted throw",
    r"failed request: http://127\.0\.0\.1:9/ \(net::.+\)",
    r"console error: Failed to load .+ \(http://127\.0\.0\.1:9/\)",
    r"failed request: http.+/planted\.png \(404\)",
    r"console error: Failed to load .+404.+/planted\.png\)",
)


def test_planted_errors_are_caught(pages, page, settle, record):
    harness.show(page, pages)
    page.evaluate(PLANTED)
    until(page, lambda: len(record.problems()) == len(CAUGHT))
    for pattern in CAUGHT:
        assert any(re.fullmatch(pattern, problem) for problem in record.problems()), pattern
        with pytest.raises(AssertionError, match=pattern):
            record.assert_clean()
    record.forget()


def test_a_record_that_saw_nothing_is_not_clean():
    with pytest.raises(AssertionError, match="proves nothing"):
        harness.Record().assert_clean()


def test_an_error_in_the_script_fails_the_start_of_a_warm_server(serve, script):
    broken = script("raise LookupError('planted')")
    with pytest.raises(RuntimeError, match=r"LookupError: \S*planted"):
        serve(broken, warm=True)


def test_viewers_see_no_traceback(pages, page, settle):
    harness.show(page, f"{pages}/broken")
    shown = page.inner_text("body")
    assert "planted secret" not in shown
    assert "LookupError" not in shown
    assert "error" in shown.lower()


def test_settle_waits_for_a_slow_script(pages, page, settle):
    harness.show(page, f"{pages}/slow")
    assert page.get_by_text("Counted").count() == 0
    page.get_by_role("button", name="Count", exact=True).click()
    settle(page)
    assert page.get_by_text("Counted").count() == 1


def test_settle_waits_for_a_busy_server(pages, page, settle):
    """A server that has not taken up a click yet has answered nothing, whatever the page says."""
    harness.show(page, f"{pages}/busy")
    server = int(page.get_by_text("Process").inner_text().split()[1])
    os.kill(server, signal.SIGSTOP)
    threading.Timer(1.5, os.kill, (server, signal.SIGCONT)).start()
    page.get_by_role("button", name="Count").click()
    settle(page)
    assert page.get_by_text("Counted").count() == 1


def test_a_deep_link_into_a_warm_server_is_clean(pages, page, settle, record):
    """The addresses that Streamlit tries below the page's path are the only 404s let pass."""
    page.goto(f"{pages}/visits?q=1")
    settle(page)
    assert page.get_by_text("Run 1", exact=True).is_visible()
    record.assert_clean()


def test_going_on_shows_another_page_of_the_same_visit(pages, page, settle):
    harness.show(page, f"{pages}/visits")
    runs = int(page.get_by_text("Run ").inner_text().split()[1])
    harness.show(page, f"{pages}/hello?q=1")
    assert page.get_by_role("heading", name="Hello").is_visible()
    harness.show(page, f"{pages}/visits")
    assert page.get_by_text(f"Run {runs + 1}", exact=True).is_visible()


@pytest.mark.parametrize(
    ("url", "passes"),
    [
        ("http://127.0.0.1:8501/releases/_stcore/health", True),
        ("http://localhost:8501/releases/_stcore/host-config", True),
        ("http://127.0.0.1:8501/_stcore/health", False),
        ("http://127.0.0.1:8501/releases/_stcore/stream", False),
        ("http://127.0.0.1:8501/media/a.png", False),
        ("https://outside.invalid/releases/_stcore/health", False),
    ],
)
def test_only_the_search_for_the_root_is_let_pass(url, passes):
    assert harness.is_search_for_root(url) is passes


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:8501/", True),
        ("ws://localhost:8501/_stcore/stream", True),
        ("data:image/png;base64,AAAA", True),
        ("blob:http://127.0.0.1:8501/1-2", True),
        ("https://fonts.gstatic.com/icon.woff2", False),
        ("http://127.0.0.1.outside.invalid/", False),
        ("http://localhost@outside.invalid/", False),
        ("ftp://outside.invalid/", False),
    ],
)
def test_which_addresses_are_local(url, local):
    assert harness.is_local(url) is local


def test_each_page_is_a_fresh_visitor(pages, page, open_page, settle):
    for one in (page, open_page()):
        one.goto(f"{pages}/visits")
        settle(one)
        assert one.get_by_text("Run 1", exact=True).is_visible()


def test_a_picture_holds_the_whole_page(pages, page, settle, shoot, tmp_path, monkeypatch):
    harness.show(page, f"{pages}/lines")
    monkeypatch.delenv("SCI_SHOTS", raising=False)
    assert shoot(page, "nothing") is None
    monkeypatch.setenv("SCI_SHOTS", str(tmp_path / "shots"))
    picture = shoot(page, "lines").read_bytes()
    width, height = (int.from_bytes(picture[start : start + 4], "big") for start in (16, 20))
    assert picture.startswith(b"\x89PNG")
    assert width == 1280
    assert height > 1800, "60 lines are taller than the window"
    assert page.viewport_size == {"width": 1280, "height": 900}


def test_a_server_ends_with_all_it_started(tmp_path):
    sleeper = tmp_path / "app.py"
    sleeper.write_text(
        "import pathlib, subprocess, streamlit as st\n"
        "child = subprocess.Popen(['sleep', '600'])\n"
        f"pathlib.Path({str(tmp_path / 'pid')!r}).write_text(str(child.pid))\n"
    )
    with harness.serve(sleeper, tmp_path / "log", warm=True) as url:
        child = int((tmp_path / "pid").read_text())
        os.kill(child, 0)  # raises if there is no such process
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"{url}/_stcore/health", timeout=2)
    assert has_ended(child)


def has_ended(pid):
    """Whether a process is gone or only waits to be collected by its parent."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
    return not state or state.startswith("Z")


def test_a_server_that_cannot_start_says_why(tmp_path):
    with (
        pytest.raises(RuntimeError, match=r"File does not exist|Invalid value"),
        harness.serve(tmp_path / "missing.py", tmp_path / "log"),
    ):
        pytest.fail("a server without a script has started")


def test_a_missing_chromium_fails_in_ci_and_skips_elsewhere(monkeypatch):
    monkeypatch.setenv("CI", "1")
    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium"):
        harness.require_chromium(["no-such-browser"])
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match="apt-get install chromium"):
        harness.require_chromium(["no-such-browser"])
    assert harness.require_chromium(["no-such-browser", "sh"]).endswith("/sh")


def test_other_tests_can_run_the_dashboard_in_memory_after_the_browser(browser, script):
    """AppTest and a running Playwright must get along in one process."""
    from streamlit.testing.v1 import AppTest

    assert browser.is_connected()
    app = AppTest.from_file(str(script(HELLO))).run(timeout=20)
    assert app.title[0].value == "Hello"
    assert sys.modules["streamlit"]

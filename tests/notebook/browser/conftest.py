"""A real JupyterLab and Notebook 7 in real Chromium; one server and one JupyterLab for the run."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, Request, build_opener

import pytest

# A proxy in the environment is for the world outside.
_open = build_opener(ProxyHandler({})).open
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false"},
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
# What Jupyter itself complains of, when a kernel goes and when Notebook 7 starts.
THEIRS = (
    "Canceled future",
    "Disposed",
    "WebSocket connection to",
    "Failed to load resource",
    "(reading 'schema')",
    "filebrowser:open-path",
    "widget model not found",
)
# Which words were lit, in order, in players, under the editor and in it; a look now and then
# would miss short ones.
RECORD = """
window.lit = {player: [], strip: [], editor: []};
const PLACES = {player: '.vv .text [aria-current]', strip: '.vvw-words [aria-current]', editor: '.vvw-editor .vvw-lit'};
new MutationObserver(() => {
  for (const [name, place] of Object.entries(PLACES)) {
    const words = [...document.querySelectorAll(place)].map((word) => word.textContent).join('+');
    if (words && window.lit[name].at(-1) !== words) window.lit[name].push(words);
  }
}).observe(document, {subtree: true, childList: true, attributeFilter: ['aria-current']});
"""
OPENED = pytest.StashKey()
HERE = "window.jupyterapp.shell.currentWidget"


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The address of a server and the folder it shows."""
    for package in ("jupyterlab", "notebook"):
        pytest.importorskip(package)
    home = tmp_path_factory.mktemp("jupyter")
    (home / "config" / "labconfig").mkdir(parents=True)
    overrides = home / "config" / "labconfig" / "default_setting_overrides.json"
    overrides.write_text(json.dumps(SETTINGS))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    root = home / "root"
    root.mkdir()
    names = {"CONFIG": "config", "DATA": "data", "RUNTIME": "runtime"}
    folders = {f"JUPYTER_{key}_DIR": str(home / name) for key, name in names.items()}
    options = [
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        "--IdentityProvider.token=",
        "--ServerApp.password=",
        "--ServerApp.disable_check_xsrf=True",
        "--expose-app-in-browser",
        f"--ServerApp.root_dir={root}",
    ]
    with (home / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options],
            env={**os.environ, **folders, "IPYTHONDIR": str(home / "ipython")},
            stdout=log,
            stderr=log,
        )
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_for(url)
            yield url, root
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(url):
    for _ in range(240):
        with suppress(URLError, ConnectionError):
            _open(f"{url}/api", timeout=5).close()
            return
        time.sleep(0.25)
    raise AssertionError("Jupyter did not start")


class Ear:
    """What a page complains of, asks, and loads from elsewhere."""

    def __init__(self):
        self.said = []

    def listen(self, page):
        page.on("pageerror", self._catch)
        page.on("console", self._hear)
        page.on("dialog", lambda dialog: (self.said.append("a dialog"), dialog.dismiss()))
        page.on("request", self._look)

    def _catch(self, error):
        # An error in JupyterLab's own code, while it draws its own outputs.
        if "removeChild" not in str(error) or "jlab_core" not in (error.stack or ""):
            self._note(str(error))

    def _hear(self, message):
        if message.type == "error":
            self._note(f"{message.text} ({message.location.get('url')})")

    def _note(self, text):
        if not any(part in text for part in THEIRS):
            self.said.append(text)

    def _look(self, request):
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:", "file:")):
            self.said.append(request.url)


class Notebook:
    """What is done in a notebook, whichever application shows it."""

    def bench(self):
        """Run all cells and wait for the workbench."""
        self.run()
        self.page.wait_for_selector(".vvw .cm-content")
        return self.page.locator(".vvw .cm-content")

    def speak(self, takes=1):
        """Press the button and wait until there are so many takes."""
        self.page.click(".vvw-main")
        self.wait_for_takes(takes)

    def wait_until_lit(self, word, place="player"):
        """Wait for a word to be lit; gives the words that were, in order, and forgets them."""
        self.page.wait_for_function(
            "([word, place]) => window.lit[place].includes(word)", arg=[word, place], timeout=20000
        )
        return self.page.evaluate(
            "(place) => { const seen = window.lit[place]; window.lit[place] = []; return seen; }",
            place,
        )

    def wait_for_takes(self, count):
        self.page.wait_for_function(
            f"() => document.querySelectorAll('.vvw-takes li').length === {count}"
        )

    def wait_for_text(self, text):
        """Wait until the editor holds exactly this."""
        self.page.wait_for_function(
            "(text) => [...document.querySelectorAll('.vvw .cm-line')]"
            ".map((line) => line.textContent).join('\\n') === text",
            arg=text,
        )


class Lab(Notebook):
    """One notebook in JupyterLab."""

    def __init__(self, page, server, name):
        self.page, self.name = page, name
        self.url, root = server
        self.path = root / name

    def load(self):
        self.page.goto(f"{self.url}/lab/workspaces/{self.path.stem}?reset")
        self.page.wait_for_function("() => window.jupyterapp", timeout=60000)
        self.page.evaluate("async () => { await window.jupyterapp.restored; }")

    def open(self, kernel=True):
        """Show the notebook anew, as the file has it."""
        self.close()
        self.command("docmanager:open", path=self.name)
        self.page.wait_for_function(
            f"(path) => {HERE}?.context?.path === path && {HERE}.context.isReady", arg=self.name
        )
        self.page.wait_for_selector(".jp-Notebook .jp-Cell")
        if kernel:
            self.page.wait_for_function(
                f"() => {HERE}.sessionContext?.session?.kernel?.status === 'idle'", timeout=30000
            )

    def close(self):
        self.page.evaluate(
            "() => { for (const w of [...window.jupyterapp.shell.widgets('main')]) w.dispose(); }"
        )

    def command(self, name, **options):
        self.page.evaluate(
            # The value of a command is the application itself, which cannot be sent back.
            "async ([name, options]) => { await window.jupyterapp.commands.execute(name, options); }",
            [name, options],
        )

    def run(self):
        self.page.evaluate(
            "() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }"
        )

    def run_to_the_end(self):
        self.run()
        self.page.wait_for_function(
            "() => ![...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')]"
            ".some((prompt) => /\\[[ *]\\]/.test(prompt.textContent))",
            timeout=60000,
        )

    def set_theme(self, theme):
        self.command("apputils:change-theme", theme=f"JupyterLab {theme}")
        light = str(theme == "Light").lower()
        self.page.wait_for_selector(f"body[data-jp-theme-light={light}]", state="attached")

    def save(self):
        self.command("docmanager:save")
        return json.loads(self.path.read_text(encoding="utf-8"))

    def stop_kernel(self):
        with _open(f"{self.url}/api/sessions", timeout=20) as answer:
            sessions = json.load(answer)
        for session in sessions:
            if session["path"] == self.name:
                address = f"{self.url}/api/sessions/{session['id']}"
                _open(Request(address, method="DELETE"), timeout=20).close()


class Seven(Lab):
    """One notebook in Notebook 7, which has no handle: its menus are used."""

    def load(self):
        pass

    def open(self, kernel=True):
        self.page.goto(f"{self.url}/notebooks/{self.name}")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60000)
        if kernel:
            self.page.wait_for_function(
                "() => document.querySelector('.jp-Notebook-ExecutionIndicator')"
                "?.dataset.status === 'idle'"
            )

    def close(self):
        pass

    def run(self):
        asked = self.page.locator(".jp-InputPrompt").first
        for _ in range(5):
            self.page.click("#jp-MainMenu >> text=Run")
            self.page.click(".lm-Menu-itemLabel >> text='Run All Cells'")
            self.page.wait_for_timeout(500)
            # A kernel that has only just come up now and then loses the wish.
            if asked.inner_text() != "[ ]:":
                return

    def save(self):
        before = self.path.stat().st_mtime_ns
        self.page.keyboard.press("Control+s")
        for _ in range(100):
            if self.path.stat().st_mtime_ns != before:
                break
            self.page.wait_for_timeout(50)
        return json.loads(self.path.read_text(encoding="utf-8"))


class Untouched(Lab):
    """A notebook nobody has pressed anything in: what playwright evaluates counts as a press.

    So DevTools are asked until something is pressed.
    """

    def load(self):
        self.tools = self.page.context.new_cdp_session(self.page)

    def open(self, kernel=True):
        self.page.goto(f"{self.url}/lab/workspaces/{self.path.stem}/tree/{self.name}?reset")
        wanted = ".sessionContext?.session?.kernel?.status === 'idle'" if kernel else "?.context"
        self.wait(f"!!window.jupyterapp && !!{HERE} && !!({HERE}{wanted})")

    def ask(self, expression):
        answer = self.tools.send(
            "Runtime.evaluate", {"expression": expression, "returnByValue": True}
        )
        return answer["result"].get("value")

    def wait(self, expression):
        for _ in range(600):
            if self.ask(expression):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"never true: {expression}")

    def run(self):
        self.ask("window.jupyterapp.commands.execute('notebook:run-all-cells'); 0")


def _write(path, cells):
    """Cells as a notebook; or the notebook of a file."""
    import nbformat

    if isinstance(cells[0], Path):
        path.write_bytes(cells[0].read_bytes())
        return
    notebook = nbformat.v4.new_notebook()
    notebook.metadata["kernelspec"] = KERNEL
    notebook.cells = [nbformat.v4.new_code_cell(cell) for cell in cells]
    nbformat.write(notebook, path)


def _new_page(chromium, ear, **options):
    context = chromium.new_context(viewport={"width": 1200, "height": 1000}, **options)
    page = context.new_page()
    page.set_default_timeout(15000)
    page.add_init_script(RECORD)
    ear.listen(page)
    return page


@pytest.fixture(scope="session")
def shared_lab(chromium, server):
    ear = Ear()
    page = _new_page(chromium, ear)
    Lab(page, server, "shared.ipynb").load()
    yield page, ear
    page.context.close()


@pytest.fixture
def lab(shared_lab, server, tmp_path, request):
    """Open a notebook of given cells in the JupyterLab of the run."""
    page, ear = shared_lab
    ear.said.clear()
    opened = request.node.stash[OPENED] = []

    def open_lab(*cells):
        made = Lab(page, server, f"{tmp_path.name}.ipynb")
        _write(made.path, cells)
        opened.append(made)
        page.mouse.move(0, 0)
        page.evaluate("() => { for (const place in window.lit) window.lit[place] = []; }")
        made.open()
        return made

    yield open_lab
    for made in opened:
        made.stop_kernel()
        made.close()
    assert ear.said == []


@pytest.fixture
def fresh(chromium, server, tmp_path, request):
    """Open a notebook in a page of its own, in which nobody has pressed anything yet."""
    ear = Ear()
    opened = request.node.stash[OPENED] = []

    def open_fresh(*cells, app=Lab, **options):
        made = app(_new_page(chromium, ear, **options), server, f"{tmp_path.name}.ipynb")
        _write(made.path, cells)
        opened.append(made)
        made.load()
        made.open()
        # What the application itself complains of while it starts is not ours.
        ear.said.clear()
        return made

    open_fresh.ear = ear
    yield open_fresh
    for made in opened:
        made.stop_kernel()
        made.page.context.close()
    assert ear.said == []


@pytest.fixture
def offline(chromium):
    """Open a file in a page that has no network."""
    contexts, ear = [], Ear()

    def open_file(path):
        page = _new_page(chromium, ear)
        contexts.append(page.context)
        page.context.set_offline(True)
        page.goto(path.as_uri(), wait_until="domcontentloaded")
        return page

    open_file.ear = ear
    yield open_file
    for context in contexts:
        context.close()
    assert ear.said == []


@pytest.fixture
def seven(fresh):
    """Open a notebook of given cells in Notebook 7."""
    return lambda *cells: fresh(*cells, app=Seven)


@pytest.fixture
def untouched(fresh):
    """Open a notebook of given cells in a page in which nobody has pressed anything."""
    return lambda *cells: fresh(*cells, app=Untouched)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Leave a picture of what was on the page when a test failed."""
    report = yield
    pages = [made.page for made in item.stash.get(OPENED, [])]
    if report.when == "call" and report.failed:
        for number, page in enumerate(pages):
            path = Path(tempfile.gettempdir(), f"{item.name}-{number}.png")
            with suppress(Exception):
                page.screenshot(path=path)
                report.sections.append(("Screenshot", str(path)))
    return report

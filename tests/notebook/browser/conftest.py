"""A real JupyterLab in real Chromium, one of each for the whole run."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import suppress
from urllib.error import URLError
from urllib.request import ProxyHandler, Request, build_opener

import pytest

# A proxy in the environment is for the world outside.
_open = build_opener(ProxyHandler({})).open
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false"},
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}


@pytest.fixture(scope="session")
def lab_server(tmp_path_factory):
    pytest.importorskip("jupyterlab")
    home = tmp_path_factory.mktemp("lab")
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
            process.wait(20)


def _wait_for(url):
    for _ in range(240):
        with suppress(URLError, ConnectionError):
            _open(f"{url}/api", timeout=5).close()
            return
        time.sleep(0.25)
    raise AssertionError("JupyterLab did not start")


class Lab:
    """One notebook, open in one page."""

    def __init__(self, page, url, root, name):
        self.page, self.url, self.path, self.name = page, url, root / name, name

    def open(self, kernel=True):
        self.page.goto(f"{self.url}/lab/workspaces/{self.path.stem}/tree/{self.name}?reset")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60000)
        if kernel:
            self.page.wait_for_function(
                "() => window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel"
                "?.status === 'idle'",
                timeout=30000,
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

    def save(self):
        self.command("docmanager:save")
        return json.loads(self.path.read_text(encoding="utf-8"))

    def stop_kernels(self):
        with _open(f"{self.url}/api/sessions", timeout=20) as answer:
            sessions = json.load(answer)
        for session in sessions:
            _open(
                Request(f"{self.url}/api/sessions/{session['id']}", method="DELETE"), timeout=20
            ).close()


@pytest.fixture
def lab(chromium, lab_server, tmp_path):
    """Open a notebook of given cells; the page's own code must not complain."""
    import nbformat

    url, root = lab_server
    said, opened = [], []

    def open_lab(*cells):
        notebook = nbformat.v4.new_notebook()
        notebook.metadata["kernelspec"] = {
            "display_name": "Python 3",
            "language": "python",
            "name": "python3",
        }
        notebook.cells = [nbformat.v4.new_code_cell(cell) for cell in cells]
        name = f"{tmp_path.name}.ipynb"
        nbformat.write(notebook, root / name)
        context = chromium.new_context(viewport={"width": 1200, "height": 1000})
        page = context.new_page()
        page.set_default_timeout(15000)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: (said.append("a dialog"), dialog.dismiss()))
        made = Lab(page, url, root, name)
        opened.append((made, context))
        made.open()
        return made

    yield open_lab
    for made, context in opened:
        made.stop_kernels()
        context.close()
    assert said == []

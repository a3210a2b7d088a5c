"""A real JupyterLab of one's own, and a notebook open in it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false"},
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}
HERE = "window.jupyterapp.shell.currentWidget"


@contextmanager
def serve_lab() -> Iterator[tuple[str, Path]]:
    """Its address, and the folder it shows."""
    with tempfile.TemporaryDirectory() as temporary, socket.socket() as free:
        home = Path(temporary)
        (home / "config/labconfig").mkdir(parents=True)
        settings = home / "config/labconfig/default_setting_overrides.json"
        settings.write_text(json.dumps(SETTINGS))
        (home / "root").mkdir()
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        process = _start(home, port)
        try:
            _wait_for(f"http://127.0.0.1:{port}/api")
            yield f"http://127.0.0.1:{port}", home / "root"
        finally:
            process.terminate()
            process.wait(20)


def _start(home: Path, port: int) -> subprocess.Popen[bytes]:
    folders = {
        f"JUPYTER_{name.upper()}_DIR": str(home / name) for name in ("config", "data", "runtime")
    }
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
        f"--ServerApp.root_dir={home / 'root'}",
    ]
    return subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options],
        env={**os.environ, **folders, "IPYTHONDIR": str(home / "ipython")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _wait_for(address: str) -> None:
    # A proxy in the environment is for the world outside.
    opener = build_opener(ProxyHandler({}))
    for _ in range(240):
        with suppress(URLError, ConnectionError):
            opener.open(address, timeout=5).close()
            return
        time.sleep(0.25)
    raise TimeoutError("JupyterLab did not start.")


def _write_notebook(cells: list[str]) -> str:
    kernel = {"name": "python3", "display_name": "Python 3"}
    drawn: list[dict[str, object]] = [
        {
            "cell_type": "code",
            "id": f"cell-{at}",
            "source": cell,
            "metadata": {},
            "outputs": [],
            "execution_count": None,
        }
        for at, cell in enumerate(cells)
    ]
    metadata = {"kernelspec": kernel}
    return json.dumps({"cells": drawn, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


class Notebook:
    """A new notebook in a page of its own, its kernel idle.

    Args:
        browser: what shows it.
        lab: the address of JupyterLab and the folder it shows.
        cells: their code.
        watch: JavaScript to run in the page before anything else.
    """

    def __init__(
        self, browser: Browser, lab: tuple[str, Path], cells: list[str], watch: str = ""
    ) -> None:
        url, root = lab
        path = root / f"{len(list(root.iterdir()))}.ipynb"
        path.write_text(_write_notebook(cells), encoding="utf-8")
        self.page: Page = browser.new_page(viewport={"width": 1200, "height": 1000})
        self.page.add_init_script(watch)
        self.page.goto(f"{url}/lab/workspaces/{path.stem}/tree/{path.name}?reset")
        self.page.wait_for_function(
            f"() => {HERE}?.sessionContext?.session?.kernel?.status === 'idle'", timeout=60_000
        )

    def run(self) -> None:
        """Run all cells."""
        self.page.evaluate(
            "() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }"
        )

    def ask(self, expression: str) -> Any:
        """What an expression is in the kernel, as JSON can tell it."""
        text = self.page.evaluate(
            """async ([here, code]) => {
              let said = '';
              const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
              const future = kernel.requestExecute({code, store_history: false});
              future.onIOPub = ({content}) => { said += content.text ?? ''; };
              await future.done;
              return said;
            }""",
            [HERE, f"import json; print(json.dumps({expression}))"],
        )
        return json.loads(text)

    def close(self) -> None:
        """Shut the kernel down and leave the page."""
        self.page.evaluate(f"async () => {{ await {HERE}.sessionContext.shutdown(); }}")
        self.page.close()

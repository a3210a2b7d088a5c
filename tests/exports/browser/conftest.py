"""Real Chromium on pages from disk; every page must stay silent on its console."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest


def _load_takes():
    path = Path(__file__).parents[1] / "conftest.py"
    spec = spec_from_file_location("exports_conftest", path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


make_take = _load_takes().make_take


@pytest.fixture
def open_page(chromium, tmp_path):
    """Open HTML from a file, offline; afterwards nothing may have been complained or loaded."""
    contexts, said, loaded, expected = [], [], [], []

    def open_html(html, *, width=1000, height=800, **options):
        path = tmp_path / f"page{len(contexts)}.html"
        path.write_text(html, encoding="utf-8")
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        context.set_offline(True)
        page = context.new_page()
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: (said.append("a dialog"), dialog.dismiss()))
        page.on("request", lambda request: loaded.append(request.url))
        page.goto(path.as_uri())
        return page

    open_html.expect = expected.append
    yield open_html
    for context in contexts:
        context.close()
    assert [line for line in said if not any(part in line for part in expected)] == []
    assert [url for url in loaded if not url.startswith(("file:", "data:"))] == []

"""`viva parse`: the tree of a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vivavoce.syntax import Node, Script, Utterance


@click.command("parse")
@click.argument("path", default="-", type=click.Path(allow_dash=True))
@click.option("--stdin-filename", metavar="NAME", help="What standard input would be called.")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text")
def parse(path: str, stdin_filename: str | None, output: str) -> None:
    """Print the tree of a script: every utterance and what its text is made of.

    Spans count characters from the start of the file; joined, the leaves are the text.
    """
    from vivavoce.cli.files import read_text
    from vivavoce.lint.config import read_size
    from vivavoce.lint.keys import BY_NAME
    from vivavoce.syntax import Script

    limit = read_size(BY_NAME["max-size"].default)
    source = read_text(path, limit, stdin_name=stdin_filename or "<stdin>")
    script = Script.from_source(source)
    if output == "json":
        from vivavoce.lint.report import dump_json

        click.echo(dump_json(_describe(script), indent=2))
        return
    for line in _draw(script):
        click.echo(line)


def _draw(script: Script) -> Iterator[str]:
    from vivavoce.text.visible import make_visible

    for key, setting in script.front_matter.settings.items():
        yield f"setting {make_visible(key)}  {setting.span.start}:{setting.span.end}"
    lines = [(n.start, [_draw_node(script.text, n, 0)]) for n in (*script.headings, *script.notes)]
    lines += [(u.span.start, list(_draw_utterance(script, u))) for u in script.utterances]
    for _, drawn in sorted(lines, key=lambda line: line[0]):
        yield from drawn


def _draw_utterance(script: Script, utterance: Utterance) -> Iterator[str]:
    from vivavoce.text.visible import make_visible

    head = f"utterance {utterance.index}  {utterance.span.start}:{utterance.span.end}"
    told = (("speaker", utterance.speaker), ("as", utterance.qualifier), ("id", utterance.id))
    yield head + "".join(f"  {name} {make_visible(value)}" for name, value in told if value)
    waiting = [(node, 1) for node in reversed(utterance.document.nodes)]
    while waiting:
        node, depth = waiting.pop()
        yield _draw_node(script.text, node, depth)
        waiting += [(child, depth + 1) for child in reversed(node.children)]


def _draw_node(text: str, node: Node, depth: int) -> str:
    from vivavoce.text.visible import make_visible

    shown = "" if node.children else f"  {make_visible(repr(node.of(text)))}"
    return f"{'  ' * depth}{node.kind}  {node.start}:{node.end}{shown}"


def _describe(script: Script) -> dict[str, Any]:
    return {
        "name": script.source.name,
        "plain": script.plain,
        "settings": {key: _describe_setting(s) for key, s in script.front_matter.settings.items()},
        "headings": [_describe_node(script.text, node) for node in script.headings],
        "notes": [_describe_node(script.text, node) for node in script.notes],
        "utterances": [
            {
                "index": utterance.index,
                "speaker": utterance.speaker,
                "qualifier": utterance.qualifier,
                "id": utterance.id,
                "span": [utterance.span.start, utterance.span.end],
                "nodes": [_describe_node(script.text, n) for n in utterance.document.nodes],
            }
            for utterance in script.utterances
        ],
    }


def _describe_setting(setting: Any) -> Any:
    value = setting.value
    if isinstance(value, dict):
        value = {key: _describe_setting(inner) for key, inner in value.items()}
    elif not isinstance(value, (str, int, float, bool, list, type(None))):
        value = str(value)
    return {"value": value, "span": [setting.span.start, setting.span.end]}


def _describe_node(text: str, node: Node) -> dict[str, Any]:
    described: dict[str, Any] = {"kind": node.kind.value, "span": [node.start, node.end]}
    if node.children:
        described["children"] = [_describe_node(text, child) for child in node.children]
    else:
        described["text"] = node.of(text)
    return described


COMMAND = parse

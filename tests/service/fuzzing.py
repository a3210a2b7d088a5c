"""What schemathesis is told of the service: names it knows, and how to read a stream of lines."""

import json
import os
from functools import cache

import httpx
import jsonschema
import schemathesis

LONG = 300
"""Characters from which a text takes the voice longer than the test has; the limits are tried
elsewhere, and texts beyond that of the stream are left long."""

KNOWN = json.loads(os.environ["VIVA_FUZZ_KNOWN"])


def aim(value):
    """Every other made-up name becomes one that the service knows."""
    if not isinstance(value, dict):
        return value
    return {name: aim_one(name, v) for name, v in value.items()}


def aim_one(name, value):
    if name == "request":
        return aim(value)
    if name == "items" and isinstance(value, list):
        return [aim(item) for item in value]
    if not isinstance(value, str):
        return value
    if name in {"text", "input", "previewText", "preview_text"} and len(value) != 2001:
        return value[:LONG]
    return KNOWN[name] if name in KNOWN and len(value) % 2 == 0 else value


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    return aim(path_parameters)


@schemathesis.hook
def map_query(context, query):
    return aim(query)


@schemathesis.hook
def map_body(context, body):
    return aim(body)


@cache
def read_line_schema():
    document = httpx.get(f"{KNOWN['url']}/openapi.json").json()
    schema = {"$ref": "#/components/schemas/StreamLine", "components": document["components"]}
    return jsonschema.Draft202012Validator(schema)


@schemathesis.deserializer("application/x-ndjson")
def read_lines(context, response):
    """A line that does not fit its schema if there is one, so that schemathesis reports it."""
    lines = [json.loads(line) for line in response.content.splitlines()]
    return next((line for line in lines if not read_line_schema().is_valid(line)), lines[0])

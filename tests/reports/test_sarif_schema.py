"""SARIF against the official schema, which a package of the npm registry ships."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile

import pytest

from vivavoce import catalogue

PACKAGE = "@microsoft/jest-sarif@1.0.0-beta.0"
MEMBER = "package/lib/schemas/sarif-2.1.0-rtm.5.json"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> dict:
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    folder = tmp_path_factory.mktemp("sarif")
    subprocess.run(
        ["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, capture_output=True
    )
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        member = archive.extractfile(MEMBER)
        assert member is not None
        return json.load(member)


def test_sarif_is_valid(schema, checked, look):
    from jsonschema import Draft7Validator

    validator = Draft7Validator(schema)
    for files in (checked, []):
        log = json.loads("".join(catalogue.report("sarif").write(iter(files), look)))
        assert [error.message for error in validator.iter_errors(log)] == []


def test_the_schema_can_say_no(schema):
    from jsonschema import Draft7Validator

    assert list(Draft7Validator(schema).iter_errors({"version": "2.1.0", "runs": [{}]}))

import base64
import subprocess
import sys

import pytest

KEY = base64.b64encode(b"testkey:testsecret").decode()


@pytest.fixture(scope="session")
def serve():
    started = []

    def start(*arguments):
        command = [
            sys.executable,
            "-c",
            "import sys; from vivavoce.cli.main import run; sys.exit(run())",
        ]
        process = subprocess.Popen(
            [*command, "serve", "--port", "0", "-q", *arguments], stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        return process.stdout.readline().strip()

    yield start
    for process in started:
        process.terminate()
        process.wait(10)
        process.stdout.close()


@pytest.fixture(scope="session")
def url(serve):
    return serve("--key", KEY)


@pytest.fixture(scope="session")
def key():
    return KEY

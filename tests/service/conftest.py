import base64
import subprocess
import sys

import pytest

KEY = base64.b64encode(b"testkey:testsecret").decode()


@pytest.fixture(scope="session")
def serve():
    started = []

    def start(*arguments, port="0"):
        command = [
            sys.executable,
            "-c",
            "import sys; from vivavoce.cli.main import run; sys.exit(run())",
        ]
        place = ["--port", port] if port else []
        process = subprocess.Popen(
            [*command, "serve", *place, "-q", *arguments], stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        return process.stdout.readline().strip()

    def stop():
        """End the one started last."""
        process = started.pop()
        process.terminate()
        process.wait(10)
        process.stdout.close()

    start.stop = stop
    yield start
    while started:
        stop()


@pytest.fixture(scope="session")
def url(serve):
    return serve("--key", KEY)


@pytest.fixture(scope="session")
def key():
    return KEY

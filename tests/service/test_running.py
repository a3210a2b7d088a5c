import socket
import subprocess
import sys
from pathlib import Path

import pytest

from vivavoce.service.running import listen


def test_answers_are_not_held_back():
    with listen("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
        taken, _ = listening.accept()
        with taken:
            assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs Linux")
def test_a_voice_is_loaded_when_the_address_is_told():
    start = "import sys; from vivavoce.cli.main import run; sys.exit(run())"
    command = [sys.executable, "-c", start, "serve", "--port", "0", "-q"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        process.stdout.readline()
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        maps = [Path(f"/proc/{child}/maps").read_text() for child in children]
        process.terminate()
    assert any("libespeak" in text for text in maps)

"""Chromium without a window, spoken to by the WebDriver protocol: nothing but the standard library."""

from __future__ import annotations

import base64
import json
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Browser:
    """One page at a time."""

    def __init__(self, address: str) -> None:
        self._address = address

    def call(self, method: str, path: str, **body: Any) -> Any:
        """One command of the protocol."""
        data = json.dumps(body).encode() if method == "POST" else None
        request = urllib.request.Request(self._address + path, data, method=method)  # noqa: S310 - our own driver
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return json.load(answer)["value"]

    def open(self, page: Path) -> None:
        """Load a file."""
        self.call("POST", "/url", url=page.as_uri())

    def run(self, script: str, *arguments: Any) -> Any:
        """Run a script in the page; `return` gives its value back."""
        return self.call("POST", "/execute/sync", script=script, args=list(arguments))

    def devtools(self, command: str, **parameters: Any) -> Any:
        """A command of the DevTools protocol."""
        return self.call("POST", "/goog/cdp/execute", cmd=command, params=parameters)

    def press(self, selector: str, keys: str) -> None:
        """Send keys to an element."""
        element = self.call("POST", "/element", using="css selector", value=selector)[_ELEMENT]
        self.call("POST", f"/element/{element}/value", text=keys)

    def log(self, kind: str) -> list[dict[str, Any]]:
        """What has been logged since: 'browser' for the console, 'performance' for requests."""
        found: list[dict[str, Any]] = self.call("POST", "/se/log", type=kind)
        return found

    def requests(self) -> list[str]:
        """The addresses asked for since."""
        events = (json.loads(entry["message"])["message"] for entry in self.log("performance"))
        return [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]

    def screenshot(self, to: Path, width: int, height: int) -> bytes:
        """A picture of the page at this size."""
        self.devtools(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        to.write_bytes(base64.b64decode(self.call("GET", "/screenshot")))
        return to.read_bytes()


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """A fresh browser with an empty profile in `folder`. Skips the test where there is no Chromium."""
    driver = shutil.which("chromedriver")
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not driver or not chromium:
        pytest.skip("needs chromium and chromedriver (Debian: apt-get install chromium chromium-driver)")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([driver, f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield _session(f"http://127.0.0.1:{port}", [*_FLAGS, f"--user-data-dir={folder}"], chromium)
    finally:
        process.terminate()
        process.wait(10)


def _session(address: str, flags: list[str], chromium: str) -> Browser:
    _await(address)
    wanted = {
        "goog:chromeOptions": {"args": flags, "binary": chromium},
        "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
    }
    session = Browser(address).call("POST", "/session", capabilities={"alwaysMatch": wanted})["sessionId"]
    return Browser(f"{address}/session/{session}")


def _await(address: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{address}/status", timeout=1).close()  # noqa: S310
            return
        except OSError:
            time.sleep(0.05)
    pytest.fail("chromedriver did not start")

"""A server on this machine that answers as the services do."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import unquote

import pytest

from fitframe.verifying.addresses import Addresses
from fitframe.verifying.requests import Request

RECORDED = Path(__file__).parent / "answers.jsonl"
"""What was answered on the day that each line names: by PyPI and npm in full, by GitHub for the passages alone."""


class Reply(NamedTuple):
    """What the server says."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = MappingProxyType({})
    wait: float = 0.0  # seconds before each piece of the body
    piece: int = 2**20  # bytes at once


class Server:
    """Replies by path; what is not there is not found. `asked` has all paths that were asked for, in order."""

    def __init__(self) -> None:
        self.replies: dict[str, Reply | list[Reply]] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = unquote(self.path)
                server.asked.append(path)
                server.headers.append(dict(self.headers))
                reply = server.replies.get(path, Reply(404))
                if isinstance(reply, list):
                    reply = reply.pop(0) if len(reply) > 1 else reply[0]
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                for start in range(0, len(reply.body), reply.piece):
                    time.sleep(reply.wait)
                    try:
                        self.wfile.write(reply.body[start : start + reply.piece])
                        self.wfile.flush()
                    except OSError:
                        return

            def log_message(self, *words: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def addresses(self) -> Addresses:
        """Where its services are."""
        at = self.url
        return Addresses(
            index=f"{at}/index",
            npm=f"{at}/npm",
            github=f"{at}/github",
            files=f"{at}/file",
            end_of_life=f"{at}/end-of-life",
        )

    def put(self, request: Request, value: Any) -> None:
        """Answer a request with a kept value, in the shape in which its service answers."""
        body = SHAPES[request.service](value)
        self.replies[unquote(f"/{request.service}/{request.path}")] = Reply(body=body)

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


def _index(value: Any) -> bytes:
    files = [
        {
            "filename": one["name"],
            "requires-python": one["python"],
            "yanked": one["yanked"],
            **({"upload-time": f"{one['day']}T00:00:00Z"} if one["day"] else {}),
        }
        for one in value["files"]
    ]
    status = {"project-status": {"status": value["status"]}} if "status" in value else {}
    return json.dumps({"meta": {"api-version": "1.4"}, "name": "x", "files": files, **status}).encode()


def _npm(value: Any) -> bytes:
    newest = value["newest"]
    version = {"deprecated": "use another"} if value["deprecated"] else {}
    return json.dumps(
        {
            "dist-tags": {"latest": newest},
            "versions": {newest: version},
            "time": {newest: f"{value['released']}T00:00:00.000Z"},
        }
    ).encode()


def _github(value: Any) -> bytes:
    if "archived" in value:
        return json.dumps({"archived": value["archived"]}).encode()
    merged = value["state"] == "merged"
    pull = {"pull_request": {"merged_at": "2026-01-01T00:00:00Z" if merged else None}}
    return json.dumps({"state": "closed" if merged else value["state"], "closed_at": None, **pull}).encode()


def _end_of_life(value: Any) -> bytes:
    return json.dumps(
        {"result": {"releases": [{"name": n, "eolFrom": end or None} for n, end in value["cycles"].items()]}}
    ).encode()


SHAPES: dict[str, Callable[[Any], bytes]] = {
    "index": _index,
    "npm": _npm,
    "github": _github,
    "file": lambda value: str(value["text"]).encode(),
    "end-of-life": _end_of_life,
}


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()

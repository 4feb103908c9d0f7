"""Requests are bounded in time, size and where they lead, and what fails is told and not guessed."""

from __future__ import annotations

import json
import time

import pytest

from fitframe.verifying.addresses import Addresses
from fitframe.verifying.asking import Asker, Bounds, Silence
from fitframe.verifying.requests import Request
from tests.verifying.conftest import Reply, Server

QUICK = Bounds(tries=2, patience=1.0, seconds=10.0, pause=0.01)
REPOSITORY = Request("github", "repos/a/b")
PATH = "/github/repos/a/b"
GOOD = Reply(body=b'{"archived": true}')


def test_an_answer_is_kept_as_far_as_it_matters(server: Server) -> None:
    server.replies[PATH] = GOOD
    assert Asker(server.addresses(), QUICK).ask([REPOSITORY]) == {REPOSITORY: {"archived": True}}


def test_the_same_thing_is_asked_once(server: Server) -> None:
    server.replies[PATH] = GOOD
    Asker(server.addresses(), QUICK).ask([REPOSITORY, REPOSITORY])
    assert server.asked == [PATH]


def test_what_is_not_there_is_an_answer(server: Server) -> None:
    assert Asker(server.addresses(), QUICK).ask([REPOSITORY]) == {REPOSITORY: None}


def test_a_busy_server_is_asked_again(server: Server) -> None:
    server.replies[PATH] = [Reply(503), GOOD]
    assert Asker(server.addresses(), QUICK).ask([REPOSITORY]) == {REPOSITORY: {"archived": True}}


@pytest.mark.parametrize(
    ("reply", "tries"),
    [
        (Reply(500), 2),
        (Reply(403), 1),
        (Reply(body=b"<html>sign in</html>"), 1),
        (Reply(302, headers={"Location": "http://localhost:9/elsewhere"}), 1),
    ],
)
def test_a_refusal_is_told_and_not_taken_for_an_answer(server: Server, reply: Reply, tries: int) -> None:
    server.replies[PATH] = reply
    (found,) = Asker(server.addresses(), QUICK).ask([REPOSITORY]).values()
    assert isinstance(found, Silence)
    assert len(server.asked) == tries


def test_nothing_is_sent_to_another_host(server: Server) -> None:
    other = Server()
    server.replies[PATH] = Reply(302, headers={"Location": f"{other.url}/github/repos/a/b"})
    Asker(server.addresses(), QUICK).ask([REPOSITORY])
    other.close()
    assert other.asked == []


def test_a_reply_that_dribbles_is_left(server: Server) -> None:
    server.replies[PATH] = Reply(body=b" " * 100, wait=0.2, piece=1)
    begun = time.monotonic()
    (found,) = Asker(server.addresses(), Bounds(tries=1, patience=0.5)).ask([REPOSITORY]).values()
    assert isinstance(found, Silence)
    assert time.monotonic() - begun < 5  # the whole reply would take 20


def test_a_reply_without_an_end_is_left(server: Server) -> None:
    server.replies[PATH] = Reply(body=b" " * 5000)
    (found,) = Asker(server.addresses(), Bounds(size=1000)).ask([REPOSITORY]).values()
    assert isinstance(found, Silence)


def test_all_of_it_ends_in_time(server: Server) -> None:
    requests = [Request("github", f"repos/a/{n}") for n in range(40)]
    for request in requests:
        server.replies[f"/github/{request.path}"] = Reply(body=b"x" * 50, wait=0.3, piece=1)
    begun = time.monotonic()
    found = Asker(server.addresses(), Bounds(seconds=1.0, patience=1.0, tries=1)).ask(requests)
    assert time.monotonic() - begun < 5
    assert set(found) == set(requests)
    assert all(isinstance(one, Silence) for one in found.values())


def test_a_server_that_is_not_there_is_told() -> None:
    nowhere = Addresses(github="http://127.0.0.1:9")
    (found,) = Asker(nowhere, QUICK).ask([REPOSITORY]).values()
    assert isinstance(found, Silence)
    assert "cannot be reached" in found.reason


def test_a_service_without_an_address_is_told() -> None:
    request = Request("index", "numpy/")
    (found,) = Asker(Addresses(), QUICK).ask([request]).values()
    assert isinstance(found, Silence)
    assert "--index" in found.reason


def test_what_proves_who_asks_goes_to_its_own_service(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "sesame")
    at = server.addresses()
    private = Addresses(index=at.index.replace("//", "//me:se%40cret@"), github=at.github)
    server.replies[PATH] = GOOD
    server.replies["/index/numpy/"] = Reply(body=json.dumps({"files": []}).encode())
    Asker(private, Bounds(together=1)).ask([REPOSITORY, Request("index", "numpy/")])
    shown = dict(zip(server.asked, (headers.get("Authorization") for headers in server.headers), strict=True))
    assert shown == {PATH: "Bearer sesame", "/index/numpy/": "Basic bWU6c2VAY3JldA=="}

"""What has to be asked for a probe, and what of a reply is kept."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import quote

from fitframe.model.evidence import Query

Value = dict[str, Any] | None
"""What is kept of a reply; None: the place that was asked has no such thing."""


class NonsenseError(Exception):
    """A reply that says nothing of what was asked."""


class Request(NamedTuple):
    """One thing to ask, of one service."""

    service: str  # a key of SERVICES
    path: str  # without a slash at its head; of a page its whole address

    def __str__(self) -> str:
        return f"{self.service}:{self.path}"


def request_for(query: Query) -> Request:
    """What has to be asked to judge a query."""
    match query.kind:
        case "wheel" | "metadata" | "status":
            return Request("index", f"{re.sub(r'[-_.]+', '-', str(query.package)).lower()}/")
        case "npm":
            return Request("npm", quote(str(query.package), safe="@"))
        case "repository":
            return Request("github", f"repos/{query.repository}")
        case "thread":
            return Request("github", f"repos/{query.repository}/issues/{query.number}")
        case "passage":
            return Request("page", query.url) if query.url else Request("file", f"{query.repository}/HEAD/{query.path}")
        case "end-of-life":
            return Request("end-of-life", f"products/{query.product}/")


def _index(body: bytes) -> Value:
    reply = _object(body)
    files = [
        {
            "name": one["filename"],
            "python": one.get("requires-python"),
            "day": str(one.get("upload-time") or "")[:10],
            "yanked": bool(one.get("yanked")),
        }
        for one in reply["files"]
    ]
    status = reply.get("project-status") or {}
    return {"files": files, "status": status.get("status", "active")}


def _npm(body: bytes) -> Value:
    reply = _object(body)
    newest = reply["dist-tags"]["latest"]
    deprecated = bool(reply.get("versions", {}).get(newest, {}).get("deprecated"))
    return {"newest": newest, "released": str(reply.get("time", {}).get(newest, ""))[:10], "deprecated": deprecated}


def _github(body: bytes) -> Value:
    reply = _object(body)
    if "archived" in reply:
        return {"archived": bool(reply["archived"])}
    merged = bool((reply.get("pull_request") or {}).get("merged_at"))
    if reply["state"] not in ("open", "closed"):
        raise NonsenseError
    return {"state": "merged" if merged else reply["state"], "closed": str(reply.get("closed_at") or "")[:10]}


def _end_of_life(body: bytes) -> Value:
    releases = _object(body)["result"]["releases"]
    return {"cycles": {str(one["name"]): str(one["eolFrom"] or "") for one in releases}}


def _text(body: bytes) -> Value:
    if b"\0" in body[:1024]:
        raise NonsenseError
    return {"text": words_of(body.decode("utf-8", "replace"))}


_MARKUP = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|</?[A-Za-z][^<>]*>", re.DOTALL | re.IGNORECASE)
_DROPPED = re.compile(r"\]\([^)\s]*\)|[*_`\\\[\]\"'\u2018\u2019\u201c\u201d]+")
_SPACES = re.compile(r"[\s|#>\u00b6]+")


def words_of(text: str) -> str:
    """The words of a page, a Markdown file or a notebook, without markup, quotes and breaks of lines."""
    plain = html.unescape(_MARKUP.sub(" ", text.replace("\\n", " ")))
    return _SPACES.sub(" ", _DROPPED.sub("", plain)).strip().lower()


def _object(body: bytes) -> dict[str, Any]:
    reply = json.loads(body)
    if not isinstance(reply, dict):
        raise NonsenseError
    return reply


class Service(NamedTuple):
    """How one kind of place answers."""

    accepts: str
    kept: Callable[[bytes], Value]


SERVICES: dict[str, Service] = {
    "index": Service("application/vnd.pypi.simple.v1+json", _index),
    "npm": Service("application/json", _npm),
    "github": Service("application/vnd.github+json", _github),
    "file": Service("text/plain, */*", _text),
    "page": Service("text/html, text/plain, */*", _text),
    "end-of-life": Service("application/json", _end_of_life),
}


def kept(request: Request, body: bytes) -> Value:
    """What of a reply is kept. Raises NonsenseError where it says nothing of what was asked."""
    try:
        return SERVICES[request.service].kept(body)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NonsenseError from None

"""Many requests at once, each within bounds: of time, of size, and of the host that it may lead to."""

from __future__ import annotations

import base64
import os
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from http.client import HTTPException
from typing import IO, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, unquote, urljoin, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, OpenerDirector, build_opener
from urllib.request import Request as WebRequest

from fitframe.verifying.addresses import Addresses
from fitframe.verifying.requests import SERVICES, NonsenseError, Request, Value, kept
from fitframe.version import VERSION


class Silence(NamedTuple):
    """Why there is no answer."""

    reason: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much may be spent."""

    together: int = 8  # requests at the same time
    tries: int = 3
    patience: float = 20.0  # seconds for one try
    seconds: float = 300.0  # for everything
    size: int = 2**26  # bytes of one reply
    pause: float = 0.5  # seconds before the second try; doubled before each further one


_AGAIN = {408, 425, 429, 500, 502, 503, 504}
_GONE = {404, 410}


class Asker:
    """Asks services over the network."""

    def __init__(self, addresses: Addresses, bounds: Bounds | None = None) -> None:
        self._addresses = addresses
        self._bounds = bounds or Bounds()
        self._opener = _opener(addresses.certificates)

    def ask(
        self, requests: Iterable[Request], told: Callable[[Request], None] = lambda request: None
    ) -> dict[Request, Value | Silence]:
        """The answer to each request, or why there is none. `told` hears of each as it is done."""
        end = time.monotonic() + self._bounds.seconds
        answers: dict[Request, Value | Silence] = {}
        pool = ThreadPoolExecutor(self._bounds.together)
        waiting: dict[Future[Value | Silence], Request] = {
            pool.submit(self._ask, request, end): request for request in dict.fromkeys(requests)
        }
        try:
            while waiting and (left := end - time.monotonic()) > 0:
                done, _ = wait(waiting, timeout=min(left, 0.2))
                for future in done:
                    request = waiting.pop(future)
                    answers[request] = future.result()
                    told(request)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        answers |= dict.fromkeys(waiting.values(), Silence(f"there was no time left after {self._bounds.seconds:g} s"))
        return answers

    def _ask(self, request: Request, end: float) -> Value | Silence:
        address = self._addresses.of(request)
        if not address:
            option = "--index" if request.service == "index" else "--npm"
            return Silence(f"no address is known: name it with {option}, or configure pip or npm")
        silence = Silence("it was not asked")
        for number in range(self._bounds.tries):
            if number:
                time.sleep(min(self._bounds.pause * 2 ** (number - 1), max(0.0, end - time.monotonic())))
            if time.monotonic() >= end:
                return silence
            found, final = self._try(request, address, end)
            if final or not isinstance(found, Silence):
                return found
            silence = found
        return silence

    def _try(self, request: Request, address: str, end: float) -> tuple[Value | Silence, bool]:
        """An answer or the lack of one, and whether to leave it at that."""
        latest = min(end, time.monotonic() + self._bounds.patience)
        try:
            web = _web_request(address, SERVICES[request.service].accepts, request.service)
            with self._opener.open(web, timeout=self._bounds.patience) as reply:
                return kept(request, self._body(reply, latest)), True
        except HTTPError as error:
            with error:
                if error.code in _GONE:
                    return None, True
                return Silence(f"it answers with status {error.code}"), error.code not in _AGAIN
        except NonsenseError:
            return Silence("its answer says nothing of what was asked"), True
        except _MovedError as error:
            return Silence(str(error)), True
        except (URLError, HTTPException, OSError, ValueError) as error:
            return Silence(f"it cannot be reached: {getattr(error, 'reason', None) or error}"), False

    def _body(self, reply: IO[bytes], latest: float) -> bytes:
        """The whole reply. Raises TimeoutError where it dribbles, NonsenseError where there is no end to it."""
        body = bytearray()
        while piece := reply.read1(2**16) if hasattr(reply, "read1") else reply.read(2**16):
            body += piece
            if len(body) > self._bounds.size:
                raise NonsenseError
            if time.monotonic() > latest:
                raise TimeoutError("it is too slow")
        return bytes(body)


class _MovedError(Exception):
    """A reply that leads to another host."""


class _SameHost(HTTPRedirectHandler):
    """Follows a reply only to the host that was asked."""

    def redirect_request(
        self, req: WebRequest, fp: IO[bytes], code: int, msg: str, headers: object, newurl: str
    ) -> WebRequest | None:
        """The request to go on with. Raises _MovedError where it would go to another host."""
        if urlsplit(urljoin(req.full_url, newurl)).netloc != urlsplit(req.full_url).netloc:
            raise _MovedError("it has moved to another host; correct the probe")
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _opener(certificates: str) -> OpenerDirector:
    context = ssl.create_default_context(cafile=certificates or None)
    return build_opener(HTTPSHandler(context=context), _SameHost())


def _web_request(address: str, accepts: str, service: str) -> WebRequest:
    """A request with what the address and the environment have to prove who asks; it is shown to nobody else."""
    parts = urlsplit(address)
    headers = {"Accept": accepts, "User-Agent": f"fitframe/{VERSION}"} | _credentials(parts, service, os.environ)
    plain = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return WebRequest(plain, headers=headers)  # noqa: S310 - the scheme was checked, or stands in a probe


def _credentials(parts: SplitResult, service: str, environment: Mapping[str, str]) -> dict[str, str]:
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
    token = environment.get("GITHUB_TOKEN", "")
    if service == "github" and token:
        return {"Authorization": f"Bearer {token}"}
    return {}

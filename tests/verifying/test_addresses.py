"""Registries are asked where this person's own pip and npm find them."""

from __future__ import annotations

import pytest

from fitframe.errors import InputError
from fitframe.verifying import addresses
from fitframe.verifying.addresses import default_index, find_addresses

HELP = """
Package Index Options:
  -i, --index-url <url>       Base URL of the Python Package Index (default
                              https://index.example/simple). This should point
                              to a repository compliant with PEP 503.
"""


def tell(monkeypatch: pytest.MonkeyPatch, printed: dict[str, str]) -> list[str]:
    """Let pip and npm print this, by the word behind their name; returns what is run."""
    run: list[str] = []

    def output(command: list[str]) -> str:
        run.append(" ".join(command[-3:]))
        return next((text for word, text in printed.items() if word in command), "")

    monkeypatch.setattr(addresses, "_output", output)
    return run


def test_the_environment_goes_before_files_as_with_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = "global.index-url='https://a.example/simple'\n:env:.index-url='https://b.example/simple'\n"
    tell(monkeypatch, {"config": listed, "install": HELP})
    assert find_addresses(["index"], None, None).index == "https://b.example/simple"


def test_a_setting_goes_before_the_default_of_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    tell(monkeypatch, {"config": "global.index-url='https://a.example/simple'\nglobal.cert='/etc/ca.pem'\n"})
    found = find_addresses(["index"], None, None)
    assert (found.index, found.certificates) == ("https://a.example/simple", "/etc/ca.pem")


def test_without_settings_it_is_the_default_that_pip_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    tell(monkeypatch, {"install": HELP})
    assert find_addresses(["index"], None, None).index == "https://index.example/simple"


def test_the_pip_of_this_python_tells_its_default() -> None:
    assert default_index(addresses._output([*addresses._pip(), "install", "--help"])).startswith("https://")


def test_an_option_goes_before_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    tell(monkeypatch, {"config": "global.index-url='https://a.example/simple'\n"})
    assert find_addresses(["index"], "https://mine.example/simple", None).index == "https://mine.example/simple"


def test_nobody_is_asked_for_a_service_that_no_probe_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    run = tell(monkeypatch, {})
    find_addresses(["github"], None, None)
    assert run == []


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://example.org", "example.org"])
def test_an_address_that_is_none_of_the_web_is_refused(address: str) -> None:
    with pytest.raises(InputError, match="--index takes an address"):
        find_addresses(["index"], address, None)

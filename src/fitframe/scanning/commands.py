"""Files of commands to sightings: shell scripts, Dockerfiles, workflows of CI. Nothing in them is run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fitframe.scanning.requirements import requirement
from fitframe.scanning.sightings import BY_COMMAND, Lines, Sighting

_CONTINUED = re.compile(r"\\[ \t]*\r?\n")
_INSTALL = re.compile(
    r"\b(?P<tool>pip3?(?:\.\d+)?|uv(?: pip)?|conda|mamba|micromamba|poetry|npm|yarn|pnpm)[ \t]+(?:install|add|i)\b"
    r"(?P<rest>[^\n|;&#]*)"
)
_WITH_VALUE = re.compile(
    r"-[rcifetnp]|--(?:requirement|constraint|index-url|extra-index-url|find-links|editable|target|name|prefix|python"
    r"|platform|root|trusted-host|channel)"
)
_KINDS = {"npm": "npm", "yarn": "npm", "pnpm": "npm", "conda": "conda", "mamba": "conda", "micromamba": "conda"}
_FROM = re.compile(
    r"^[ \t]*(?:FROM|image:)[ \t]+(?:--platform=\S+[ \t]+)?[\"']?([\w./-]+)(?::([\w.-]+))?", re.MULTILINE
)
_SET = re.compile(r"\b([A-Z][A-Z0-9_]{3,40})[ \t]*[=:][ \t]*[\"']?([A-Za-z][\w.-]*)")
_PYTHON = re.compile(
    r"(?:python-version|python_version|PYTHON_VERSION|python)[\"']?[ \t]*(?::|==?)[ \t]*[\"'\[ ]*"
    r"((?:[\"', \t-]*\b3\.\d+(?:\.\d+)?[\"']*)+)"
)
_BELOW = re.compile(r"python(?:-version|_version)?[\"']?:[ \t]*\n((?:[ \t]*-[ \t]*[\"']?3\.\d+[\"']?[ \t]*\r?\n?)+)")
_VERSION = re.compile(r"\b3\.\d+")


def read_commands(text: str, phrases: re.Pattern[str]) -> Iterator[Sighting]:
    """What commands install, set and name. `phrases` matches the words that anybody asks for."""
    lines = Lines(text)
    for found in phrases.finditer(text):
        if not _is_comment(text, found.start(), found[0]):
            yield Sighting("text", found[0], lines.at(found.start()))
    joined = _CONTINUED.sub(lambda end: " " * (end.end() - end.start()), text)  # so that positions stay
    for found in _INSTALL.finditer(joined):
        if not _is_comment(joined, found.start()):
            for place, word in _packages(found["rest"]):
                yield from _package(found["tool"].split()[0], word, lines.at(found.start("rest") + place))


def read_environment(text: str, phrases: re.Pattern[str]) -> Iterator[Sighting]:
    """What a Dockerfile or a workflow says: its commands, images, Python versions and settings."""
    lines = Lines(text)
    yield from read_commands(text, phrases)
    for found in _FROM.finditer(text):
        yield Sighting("image", found[1], lines.at(found.start()))
        if found[1].rpartition("/")[2] == "python" and (version := _VERSION.match(found[2] or "")):
            yield Sighting("setting", f"python {version[0]}", lines.at(found.start()))
    for pattern in (_PYTHON, _BELOW):
        for found in pattern.finditer(text):
            if not _is_comment(text, found.start()):
                for version in _VERSION.finditer(text, found.start(1), found.end(1)):
                    yield Sighting("setting", f"python {version[0]}", lines.at(version.start()))
    for found in _SET.finditer(text):
        yield Sighting("setting", f"{found[1]} {found[2]}", lines.at(found.start()))


def _is_comment(text: str, position: int, phrase: str = "") -> bool:
    start = text[text.rfind("\n", 0, position) + 1 : position].lstrip()
    return start.startswith(("#", "//", "REM ", "rem ")) and not phrase.startswith("#")


def _packages(words: str) -> Iterator[tuple[int, str]]:
    """The words after 'install' that name packages, each with its place."""
    skip = False
    for found in re.finditer(r"\S+", words):
        word = found[0].strip("\"'")
        if skip or word.startswith("-"):
            skip = bool(_WITH_VALUE.fullmatch(word))
        elif word and not word.startswith((".", "/", "$", "{", "http:", "https:")):
            yield found.start(), word


def _package(tool: str, word: str, line: int) -> Iterator[Sighting]:
    kind = _KINDS.get(tool, "pypi")
    if kind == "npm":
        yield Sighting(
            "npm", word if word.rfind("@") < 1 else word[: word.rfind("@")], line, extra=BY_COMMAND, declared=True
        )
    elif read := requirement(word):
        name, version = read
        yield Sighting(
            "conda" if kind == "conda" else "pypi", name, line, extra=BY_COMMAND, version=version, declared=True
        )

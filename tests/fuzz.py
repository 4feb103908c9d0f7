"""Hostile files and options, by the thousands: no run may end in a traceback, hang, or leave something half-written.

    .venv/bin/python -m tests.fuzz [--runs 50000] [--seed 0] [--shipped]

Each run writes one file of every kind that the program reads, spoils one or two of them, and calls one command with
options of all kinds. The rule base is the small one of the tests, so that an overlay is compiled in milliseconds;
`--shipped` takes the real one. What fails is printed with its seed: `--only SEED` runs that one again.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import multiprocessing
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

SMALL = Path(__file__).parent / "rulebase" / "files" / "small"
PATIENCE = 30
"""Seconds after which a run counts as one that hangs."""

PROFILE = """\
fitframe: 1
name: Shelf scanner
answers: {target: server, size: small, audited: "no", python: 3.13}
wishes: {target: [phone]}
priorities: {speed: high}
choice: red
decided: {choice: blue, on: 2024-05-02, rules: 2024.5.0}
waivers:
  - {verdict: poor, reason: known, owner: Ann, expires: 2027-03-31, link: "https://example.com/1"}
"""
FILES = {
    "fitframe.yaml": PROFILE,
    "a/b.fitframe.yaml": PROFILE.replace("red", "blue"),
    "fitframe.toml": 'fail-on = "poor"\nstrict = true\nwaivers = "waivers.yaml"\nbaseline = "base.json"\njobs = 1\n'
    'defensible-gap = 10.5\nrules = ["ours"]\nas-of = "2026-11-20"\noutput = ["json=out.json"]\n',
    "pyproject.toml": '[project]\nname = "x"\n[tool.fitframe]\nfail-on = "violates"\njobs = 2\n',
    "waivers.yaml": "waivers:\n- {path: 'a/*', verdict: poor, reason: known, expires: 2027-01-01}\n"
    "- {path: '[z-a]', rule: speed/survey, reason: known}\n",
    "base.json": '{\n  "fitframe_baseline": 1,\n  "findings": [\n    {"path": "fitframe.yaml", "finding": "poor", '
    '"choice": "red"}\n  ]\n}\n',
    "ours/sources.yaml": "- {id: our-policy, title: Policy, by: the architects, tier: official, published: 2026-01-01, "
    "accessed: 2026-11-01}\n",
    "ours/criteria/skills.yaml": """\
id: skills
title: Skills
scale: {0: nobody, 1: one, 2: some, 3: many, 4: all}
importance: [{to: high, when: {target: server}, because: it decides}]
rules:
  - id: skills/red
    ratings: {red: 4, blue: 1}
    because: Everybody here knows Red.
    when: {any_of: [{target: server}, {size: {at_least: medium}}, {not: {audited: "yes"}}]}
    evidence: [{source: our-policy, where: page 1, shows: who knows what}]
cases:
  - {name: always, answers: {target: [server]}, expect: {importance: high, applies: [skills/red]}}
""",
    ".gitignore": "build/\n!kept\n*.tmp\n[a-z]x\n",
    "record.md": '---\nstatus: "superseded by [record-2.md](record-2.md)"\ndate: 2026-01-01\n---\n\n# Use Red\n',
    "answers.txt": "target=server\nsize=small\naudited=no\n",
    "changed.txt": "fitframe.yaml\na/b.fitframe.yaml\n",
}
HOSTILE = (
    *(
        "",
        " ",
        "\n",
        "\0",
        "\x1b[31m",
        "\ufeff",
        "\u202e",
        "\r",
        "\t",
        "::error::x",
        "##[error]x",
        "${{x}}",
        "%0a",
        "%1b",
    ),
    *(
        "{",
        "}",
        "[",
        "]",
        "[[[[",
        "{{{{",
        "'",
        '"',
        '"""',
        "&a",
        "*a",
        "!!python/object:x",
        "---\n",
        "...",
        "#",
        ": ",
        "- ",
    ),
    *("9" * 5000, "-1", "1e999", ".nan", "nan", "0x10", "1_000", "true", "null", "~", "\u0663", "2.5", "1" * 19),
    *("0206-01", "2290-01-01", "9999-12-31", "0001-01-01", "2026-02-30", "2026-11-20T10:00:00Z", "2026"),
    *("red", "blue", "redd", "red@fast", "@", "red@", "keras", "speed/survey", "unknown", "none", "server,phone", "="),
    *("[z-a]", "**", "a" * 300, "../" * 20 + "x", "/dev/null/x", "~root", "-", "--", "CON", "target", "poor"),
    *("json=x", "=x", "json="),
    *("漢字", "é", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "<b>", "{{ 7*7 }}", "\\", "|", "`"),
    *("[" * 3000, "{a: " * 200, "\n".join(f"k{n}: v" for n in range(3000)), "x" * 70_000),
)
OPTIONS = {
    "recommend": ("-f", "-v", "-q", "--set", "--between", "--sources", "--as-of", "--rules", "-o", "--color"),
    "check": (
        *("-f", "-v", "-q", "-o", "--fail-on", "--strict", "--waivers", "--baseline", "--write-baseline", "--as-of"),
        *("--rules", "--jobs", "--config", "--isolated", "--changed", "--diff", "--allow-empty", "--defensible-gap"),
        *("--defensible-share", "--fail-on-drift", "--exit-zero", "--help-uri", "--color"),
    ),
    "compare": ("-f", "-v", "--set", "--sources", "--as-of", "--rules", "-o"),
    "report": ("--set", "--between", "--sources", "--as-of", "--rules", "-o"),
    "explain": ("-f", "--rules", "-o"),
    "ask": ("--no-input", "--answers", "--save", "--resume", "--set", "--until", "--rules", "--accessible"),
    "init": ("--rules", "--force"),
    "rules": ("--rules", "-f", "--stale", "--as-of"),
}
FLAGS = {
    "-v",
    "-q",
    "--strict",
    "--isolated",
    "--allow-empty",
    "--fail-on-drift",
    "--exit-zero",
    "--no-input",
    "--force",
}
FLAGS |= {"--resume", "--accessible"}
USUAL = {
    "-f": ("json", "text", "markdown", "sarif", "junit", "github", "gitlab"),
    "-o": ("out.json", "out.html", "record.md", "out.svg", "sarif=out.sarif", "out.txt", "/dev/null"),
    "--set": ("target=phone", "size=large", "python=3.9"),
    "--rules": ("ours",),
    "--jobs": ("1", "2"),
    "--until": ("settled", "sure", "all"),
    "--answers": ("answers.txt", "-"),
    "--save": ("new.yaml",),
    "--changed": ("changed.txt", "-"),
    "--as-of": ("2026-11-20", "2024-01-01"),
    "--color": ("never",),
    "--fail-on": ("violates", "poor", "defensible"),
    "--defensible-gap": ("0", "10", "5.5"),
    "--defensible-share": ("0", "0.15", "1"),
    "--between": ("red,blue", "red"),
    "--sources": ("survey", "primer,survey"),
    "--waivers": ("waivers.yaml",),
    "--baseline": ("base.json",),
    "--write-baseline": ("base.json", "new.json"),
    "--config": ("fitframe.toml", "pyproject.toml"),
    "--help-uri": ("https://example.com/page",),
    "--stale": ("3",),
}
ARGUMENTS = {
    "recommend": ("fitframe.yaml", "a/b.fitframe.yaml", "-"),
    "check": ("fitframe.yaml", ".", "a", "-"),
    "compare": ("fitframe.yaml", "red", "blue"),
    "report": ("fitframe.yaml",),
    "explain": ("red", "speed/survey", "target", "primer", "kit"),
    "ask": ("fitframe.yaml",),
    "init": ("new.yaml",),
    "rules": ("lint", "test", "list", "schema"),
}
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Failure(NamedTuple):
    """A run that ended as none may."""

    seed: str
    command: tuple[str, ...]
    why: str


def fuzzed(seed: str) -> Failure | None:
    """Run the program once in a folder of its own, spoiled as the seed says; what is wrong with how it ended."""
    chance = random.Random(seed)
    before = os.getcwd()
    with tempfile.TemporaryDirectory(prefix="fuzz") as folder:
        os.chdir(folder)
        try:
            _write(chance)
            command = _command(chance)
            data = _spoiled(PROFILE.encode(), chance)
            kept = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
            why = _ended(command, data) or _left(kept, command)
        finally:
            os.chdir(before)
    return Failure(seed, tuple(command), why) if why else None


def _write(chance: random.Random) -> None:
    """Every kind of file, one or two of them spoiled."""
    spoiled = chance.sample(sorted(FILES), chance.choice((0, 1, 1, 2)))
    for name, text in FILES.items():
        path = Path(name)
        if name == "fitframe.toml" and chance.random() < 0.5:
            continue  # it goes before pyproject.toml
        path.parent.mkdir(parents=True, exist_ok=True)
        if name in spoiled and chance.random() < 0.1:
            _odd(path, chance)
        else:
            path.write_bytes(_spoiled(text.encode(), chance) if name in spoiled else text.encode())


def _odd(path: Path, chance: random.Random) -> None:
    """What is no ordinary file."""
    match chance.randrange(4):
        case 0:
            path.mkdir()
        case 1:
            path.symlink_to(path.name)
        case 2:
            path.symlink_to("gone")
        case _:
            path.write_bytes(b"")


def _spoiled(data: bytes, chance: random.Random) -> bytes:
    """Data with one to four changes of all kinds."""
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((1, 1, 5, 40)))
        hostile = chance.choice(HOSTILE).encode("utf-8", "surrogatepass")
        words = list(re.finditer(rb"[\w./@-]+", data))
        word = chance.choice(words).span() if words else (at, end)
        data = chance.choice(
            (
                data[:at] + data[end:],
                data[:at] + hostile + data[at:],
                data[:at] + bytes([chance.randrange(256)]) + data[end:],
                data[:end] + data[at:],
                data[:at],
                b"\n".join(chance.sample(lines := data.split(b"\n"), len(lines))),
                *[data[: word[0]] + hostile + data[word[1] :]] * 3,
            )
        )
    return data


def _command(chance: random.Random) -> list[str]:
    """A command with arguments and options, mostly as they are meant."""
    name = chance.choice(("check", "check", *OPTIONS))
    known = ARGUMENTS[name]
    count = {"compare": 3, "check": chance.randrange(3)}.get(name, chance.randrange(2))
    arguments = list(known[:3]) if name == "compare" else [chance.choice(known) for _ in range(count)]
    if name in ("explain", "rules") and not arguments:
        arguments = [known[0]]
    arguments = [chance.choice(HOSTILE) if chance.random() < 0.05 else argument for argument in arguments]
    always = {"report": ["-o", chance.choice(("out.html", "record.md", "out.svg", "out.json"))], "init": ["--force"]}
    options = always.get(name, [])
    options += ["--rules", "ours"] if chance.random() < 0.3 and name != "rules" else []
    for option in chance.sample(OPTIONS[name], chance.randrange(min(4, len(OPTIONS[name])) + 1)):
        value = chance.choice(HOSTILE if chance.random() < 0.15 else USUAL.get(option, HOSTILE))
        options += [option] if option in FLAGS else [option, value]
    return [name, *(word.replace("\0", "") for word in [*arguments, *options])]


def _ended(command: list[str], data: bytes) -> str:
    """How a run ended where it should not have ended so; else nothing."""
    from fitframe.__main__ import main

    out, err = io.BytesIO(), io.BytesIO()
    shown, said = (io.TextIOWrapper(of, "utf-8", "backslashreplace", write_through=True) for of in (out, err))
    streams = sys.stdin, sys.argv
    sys.stdin = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", errors="surrogateescape")
    sys.argv = ["fitframe", *command]
    code: object = "no exit"
    try:
        with (
            contextlib.redirect_stdout(shown),
            contextlib.redirect_stderr(said),
            _patience(),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("error")
            main()
    except SystemExit as left:
        code = left.code or 0
    except BaseException as error:
        return f"{type(error).__name__}: {error}"[:500]
    finally:
        sys.stdin, sys.argv = streams
    return _wrong(command, code, out.getvalue().decode(), err.getvalue().decode())


def _wrong(command: list[str], code: object, printed: str, told: str) -> str:
    if code not in (0, 1, 2, 3):
        return f"exit code {code}"
    if "fault in fitframe" in told:
        return told[-1500:]
    if found := _CONTROL.search(printed + told):
        return f"the control character {found.group()!r} is printed"
    if code == 2 and not (printed or told or {"-q", "-o"} & set(command)):
        return "exit code 2 without a word"
    formats = [value for option, value in pairwise(command) if option == "-f"]
    if formats[-1:] == ["json"] and printed and "--help" not in command:
        try:
            json.loads(printed)
        except ValueError as error:
            return f"no JSON: {error}: {printed[:200]}"
    return ""


def _left(kept: dict[Path, bytes], command: list[str]) -> str:
    """What a run has left behind that it should not have, or spoiled of what was there.

    A file that output goes to may be empty where it is quiet and has nothing to say.
    """
    targets = {Path(value.rpartition("=")[2]) for option, value in pairwise(command) if option == "-o"}
    asked = targets if "-q" in command else set()
    extra = [str(path) for path in Path().rglob("*") if path.name.endswith(".tmp") and path not in kept]
    if extra:
        return f"left behind: {extra}"
    for path, content in kept.items():
        now = path.read_bytes() if path.is_file() else b""
        if content and not now and path not in asked:
            return f"{path} is gone or empty"
    return ""


@contextlib.contextmanager
def _patience() -> Iterator[None]:
    """Ends what takes too long."""

    def end(number: int, frame: object) -> None:
        raise TimeoutError(f"no end after {PATIENCE} seconds")

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def fuzz(seeds: Iterator[str] | list[str], *, shipped: bool = False) -> Iterator[Failure | None]:
    """One after the other, in this process."""
    from fitframe.rulebase import load

    real = getattr(load, "shipped_rules")  # noqa: B009
    cache = tempfile.mkdtemp(prefix="fuzz-cache")
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = cache
    if not shipped:
        setattr(load, "shipped_rules", lambda: SMALL)  # noqa: B010 - it is none of its names
    try:
        yield from map(fuzzed, seeds)
    finally:
        setattr(load, "shipped_rules", real)  # noqa: B010
        shutil.rmtree(cache, ignore_errors=True)
        os.environ.pop("XDG_CACHE_HOME")
        if before is not None:
            os.environ["XDG_CACHE_HOME"] = before


def _several(arguments: tuple[list[str], bool]) -> list[Failure]:
    seeds, shipped = arguments
    return [failure for failure in fuzz(seeds, shipped=shipped) if failure]


def main() -> None:
    """The long way, on all processors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--shipped", action="store_true")
    parser.add_argument("--only", metavar="SEED")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    seeds = [options.only] if options.only else [f"{options.seed}-{n}" for n in range(options.runs)]
    batches = [(seeds[at : at + 100], options.shipped) for at in range(0, len(seeds), 100)]
    start, failures = time.perf_counter(), []
    with multiprocessing.get_context("fork").Pool(options.jobs) as pool:
        for done, found in enumerate(pool.imap_unordered(_several, batches), 1):
            failures += found
            for failure in found:
                print(f"{failure.seed}: fitframe {' '.join(map(ascii, failure.command))[:300]}\n{failure.why}\n")
            if done % 50 == 0:
                print(f"{done * 100} runs, {len(failures)} failures, {time.perf_counter() - start:.0f} s", flush=True)
    print(f"{len(seeds)} runs, {len(failures)} failures, {time.perf_counter() - start:.0f} s")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()

"""Every format, read by what others wrote; and strings that would steer a reader, in all of them."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import junitparser
import pytest
import sarif_pydantic
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from pydantic import BaseModel

from fitframe.model.recommendation import Confidence, HowOften
from fitframe.model.verdict import (
    Acceptance,
    CheckReport,
    Finding,
    Kind,
    Level,
    Place,
    Related,
    Result,
    Turn,
    Verdict,
)
from fitframe.output import Screen
from fitframe.output.check import NAMES, Context, Name, accepted_because, format_of
from tests.check.build import judged, profile, rules
from tests.engine.build import TODAY, rule

BASE = rules(3.2)
SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "check.schema.json").read_text(encoding="utf-8"))

HOSTILE = (
    "a \"quoted\" 'one' <b>bold</b> &amp; | pipe `code` [link](http://x.example) {0} ]]> --> %0A::error::x %25 "
    "##y $(id) Ωλ 漢字 🦊 * _ ~ \\ #"
)
STEERING = "\n::error::line\r\x1b[31mred\x1b]0;title\x07\x00\u202egnp ##[error]x ##vso[task.complete]y"


def results() -> list[Result]:
    """One result of every kind, and a hostile one."""
    blocked = rules(3.2, 0.0, rule("speed/no-bee", blocks=["bee"], when={"target": "server"}))
    waiver = "waivers: [{verdict: poor, reason: known, owner: Ann, expires: 2027-01-01, link: T-1}]"
    return [
        judged(profile("ant"), BASE, path="fits.yaml"),
        judged(profile("bee"), rules(3.5), path="defensible.yaml"),
        judged(profile("bee"), BASE, path="poor.yaml"),
        judged(profile("bee"), blocked, path="violates.yaml"),
        judged(profile("bee", waiver), BASE, path="waived.yaml"),
        judged(profile("bee", "waivers: [{verdict: poor}]"), BASE, path="malformed.yaml"),
        judged(b"", BASE, path="unreadable.yaml"),
        judged(b"fitframe: 1\n", BASE, path="no-choice.yaml"),
        hostile(HOSTILE + STEERING),
    ]


def hostile(text: str) -> Result:
    """A result with this text wherever text of others can come in."""
    place = Place(f"dir with space/{text}/fitframe.yaml", 7, 3)
    accepted = Acceptance(by="waiver", place=place, reason=text, owner=text, link=text)
    finding = Finding(
        kind=Kind.POOR,
        level=Level.ERROR,
        message=text,
        place=place,
        layer=text,
        related=(Related(place=place, message=text),),
    )
    waived = Finding(kind=Kind.VIOLATES, level=Level.ERROR, message=text, place=place, rule="a/b", accepted=accepted)
    return Result(
        path=place.path,
        name=text,
        choice="bee",
        verdict=Verdict.POOR,
        best="ant",
        gap=12.5,
        turns=(Turn(question="target", before=("server",), after=("phone", "web")),),
        findings=(finding, waived),
    )


def written(name: Name, found: list[Result], leftovers: tuple[Finding, ...] = (), **context: Any) -> str:
    """A report of these results in one format."""
    form = format_of(name, Context(rules=BASE, as_of=TODAY, screen=Screen(width=10_000), **context))
    report = CheckReport(found, total=len(found), rules=BASE, as_of=TODAY, housekeeping=lambda: leftovers, keep=False)
    return "".join([form.start(), *(form.result(result) for result in report), form.end(report)])


UNMODELLED = {
    ".runs.columnKind",
    ".runs.invocations.exitCode",
    ".runs.results.suppressions",
    ".runs.results.relatedLocations.id",
}
"""Legal in SARIF 2.1.0, but unknown to the models."""
LEFT = (
    Finding(kind=Kind.WAIVER_UNUSED, level=Level.WARNING, message="Unused.", place=Place("waivers.yaml", 2, 3)),
    Finding(kind=Kind.WAIVER_UNUSED, level=Level.WARNING, message="Unused.", place=Place("waivers.yaml", 3, 3)),
)


@pytest.mark.parametrize("found", [[], results()[:1], results()], ids=["none", "one", "all"])
def test_json_is_as_its_schema_says(found: list[Result]) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    data = json.loads(written("json", found, LEFT))

    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(data)] == []
    assert [result["path"] for result in data["results"]] == [result.path for result in found]
    assert sum(data["summary"].values()) == 2 * data["summary"]["checked"] == 2 * len(found)
    assert len(data["findings"]) == 2


def test_the_schema_refuses_what_is_not_in_it() -> None:
    data = json.loads(written("json", results()))
    data["results"][2]["findings"][0]["colour"] = "red"
    del data["summary"]["poor"]

    assert len(list(Draft202012Validator(SCHEMA).iter_errors(data))) == 2


@pytest.mark.parametrize("found", [[], results()], ids=["none", "all"])
def test_sarif_is_read_by_its_models(found: list[Result]) -> None:
    log = sarif_pydantic.Sarif.model_validate_json(written("sarif", found, LEFT))
    (run,) = log.runs

    assert set(_strangers(log)) <= UNMODELLED
    found_again, known = run.results or [], run.tool.driver.rules or []
    assert len(found_again) == sum(len(result.findings) for result in found) + 2
    assert all(known[result.rule_index or 0].id == result.rule_id for result in found_again)
    prints = [(result.partial_fingerprints or {})["fitframe/v1"] for result in found_again]
    assert len(set(prints)) == len(prints)


def _strangers(model: Any, path: str = "") -> Any:
    """Keys that the models of SARIF do not know, wherever they are."""
    if isinstance(model, BaseModel):
        yield from (f"{path}.{key}" for key in model.model_extra or {} if key != "$schema")
        for name in type(model).model_fields:
            yield from _strangers(getattr(model, name), f"{path}.{name}")
    elif isinstance(model, list):
        for one in model:
            yield from _strangers(one, path)


def test_sarif_says_what_is_accepted_and_how_it_ended() -> None:
    (run,) = json.loads(written("sarif", results()))["runs"]
    waived = next(
        r for r in run["results"] if r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "waived.yaml"
    )

    assert waived["suppressions"][0]["justification"] == "known"
    assert waived["suppressions"][0]["status"] == "accepted"
    assert run["invocations"] == [{"executionSuccessful": True, "exitCode": 2}]
    poor = next(r for r in run["results"] if r["ruleId"] == "poor")
    assert poor["locations"][0]["physicalLocation"]["region"] == {"startLine": 4, "startColumn": 1}


def test_sarif_links_to_a_page_that_explains_each_kind() -> None:
    page = (Path(__file__).parents[2] / "docs" / "in-ci.md").read_text(encoding="utf-8")
    (run,) = json.loads(written("sarif", [], help_uri="https://git.example.com/in-ci.md"))["runs"]
    addresses = [rule["helpUri"] for rule in run["tool"]["driver"]["rules"]]

    assert addresses == [f"https://git.example.com/in-ci.md#{kind}" for kind in Kind]
    assert set(re.findall('<a id="(.*?)"></a>', page)) == set(Kind)
    assert "helpUri" not in written("sarif", [])


def test_sarif_paths_are_addresses_and_messages_no_templates() -> None:
    (run,) = json.loads(written("sarif", [hostile(HOSTILE)]))["runs"]
    found = run["results"][0]

    uri = found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"[A-Za-z0-9%/._~-]+", uri)
    assert unquote(uri) == hostile(HOSTILE).path
    text = found["message"]["text"]
    assert r"\[link\](http://x.example) {{0}}" in text
    assert re.sub(r"\\([\\\[\]])", r"\1", text).replace("{{", "{").replace("}}", "}") == HOSTILE


def test_junit_is_read_by_junitparser(tmp_path: Path) -> None:
    path = tmp_path / "out.xml"
    path.write_text(written("junit", results(), LEFT), encoding="utf-8")
    suites = {suite.name: suite for suite in junitparser.JUnitXml.fromfile(str(path))}

    assert len(suites) == len(results()) + 1
    counts = {name: (s.tests, s.failures, s.errors, s.skipped) for name, s in suites.items()}
    assert counts["fits.yaml"] == (1, 0, 0, 0)
    assert counts["defensible.yaml"] == (1, 0, 0, 0)
    assert counts["poor.yaml"] == (1, 1, 0, 0)
    assert counts["violates.yaml"] == (1, 1, 0, 0)
    assert counts["waived.yaml"] == (1, 0, 0, 1)
    assert counts["malformed.yaml"] == (2, 1, 0, 0)
    assert counts["unreadable.yaml"] == (1, 0, 1, 0)
    (case,) = suites["waived.yaml"]
    assert "known" in case.result[0].message
    (case,) = suites["poor.yaml"]
    assert case.result[0].text.startswith("poor.yaml:4:1: Bee is a poor choice")


def test_gitlab_has_what_code_quality_asks_for() -> None:
    """The properties that GitLab documents for its reports, and no fingerprint twice."""
    report = json.loads(written("gitlab", results(), LEFT))
    schema = {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "location", "severity"],
            "properties": {
                "description": {"type": "string"},
                "check_name": {"type": "string"},
                "fingerprint": {"type": "string"},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": {"type": "string", "pattern": "^(?!\\./)"},
                        "lines": {
                            "type": "object",
                            "required": ["begin"],
                            "properties": {"begin": {"type": "integer"}},
                        },
                    },
                },
            },
        },
    }

    assert list(Draft202012Validator(schema).iter_errors(report)) == []
    assert len({entry["fingerprint"] for entry in report}) == len(report)
    severities = {entry["location"]["path"]: entry["severity"] for entry in report}
    assert [severities[f"{name}.yaml"] for name in ("violates", "poor", "defensible", "waived")] == [
        "critical",
        "major",
        "info",
        "info",
    ]
    assert json.loads(written("gitlab", [])) == []


def test_fingerprints_outlive_a_change_of_lines() -> None:
    moved = profile("bee").replace(b"answers:", b"\n\nanswers:")
    pairs = [[judged(data, BASE)] for data in (profile("bee"), moved)]

    for name in ("gitlab", "sarif"):
        first, second = (json.loads(written(name, found)) for found in pairs)
        if name == "sarif":
            first, second = (log["runs"][0]["results"] for log in (first, second))
        key = "fingerprint" if name == "gitlab" else "partialFingerprints"
        assert first[0][key] == second[0][key]


def test_github_annotations_are_commands_one_on_each_line() -> None:
    *lines, last = written("github", results(), LEFT).splitlines()

    commands = [
        re.fullmatch(r"::(error|warning|notice) file=(.*?),line=(\d+),col=(\d+),title=(.*?)::(.*)", x) for x in lines
    ]
    assert all(commands)
    levels = [command[1] for command in commands if command]
    assert levels == sorted(levels, key=["error", "warning", "notice"].index)
    assert last.startswith("9 profiles checked: 1 fits, 1 defensible, 3 poor, 1 violates a blocker; 1 waived")


def test_github_shows_ten_of_each_level_and_says_so() -> None:
    found = [judged(profile("bee"), BASE, path=f"{n}.yaml") for n in range(13)]
    *lines, last = written("github", found).splitlines()

    assert len(lines) == 10
    assert "3 more findings are not annotated" in last


def test_github_takes_nothing_for_a_command() -> None:
    (line, other, _) = written("github", [hostile(HOSTILE + STEERING)]).splitlines()

    properties, _, message = line.removeprefix("::error ").partition("::")
    assert properties.count(",") == 3
    unescaped = message.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
    assert unescaped.startswith(HOSTILE)
    file = properties.partition(",")[0].removeprefix("file=")
    for code, char in (("%0A", "\n"), ("%0D", "\r"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        file = file.replace(code, char)
    assert HOSTILE in file
    assert other.startswith("::notice ")


def test_text_has_a_line_for_each_finding_that_counts() -> None:
    lines = written("text", results()[:-1], LEFT).splitlines()

    assert [line.split()[:2] for line in lines[:-1]] == [
        ["defensible.yaml:4:1", "defensible"],
        ["poor.yaml:4:1", "poor"],
        ["violates.yaml:4:1", "violates"],
        ["malformed.yaml:4:1", "poor"],
        ["malformed.yaml:5:11", "waiver-malformed"],
        ["unreadable.yaml:1:1", "unreadable"],
        ["no-choice.yaml:1:1", "no-choice"],
        ["waivers.yaml:2:3", "waiver-unused"],
        ["waivers.yaml:3:3", "waiver-unused"],
    ]
    assert lines[1] == "poor.yaml:4:1 poor Ant is 20.0 points ahead of Bee, most of all for Speed"
    assert lines[2] == "violates.yaml:4:1 violates Bee is ruled out by speed/no-bee (target: server)"
    assert lines[-1] == (
        "8 profiles checked: 1 fits, 1 defensible, 2 poor, 1 violates a blocker; 1 waived, 1 unreadable, "
        "1 without a known choice. -v shows why."
    )


def test_verbose_text_shows_all_that_is_known() -> None:
    lines = written("text", results(), verbose=True).splitlines()

    heads = [line.split()[:2] for line in lines if ".yaml:" in line and not line.rstrip().endswith("]")]
    assert ["fits", "fits.yaml:1:1"] in heads
    assert ["poor", "poor.yaml:4:1"] in heads
    assert ["waived", "waived.yaml:4:1"] in heads
    assert ["not", "checked"] in heads
    assert any(line.split()[:1] == ["accepted"] and "until 2027-01-01: known. Owner: Ann." in line for line in lines)
    assert any(line.split()[:2] == ["right", "if"] and "target were phone and web" in line for line in lines)


@pytest.mark.parametrize("confidence", list(Confidence))
def test_text_says_how_sure_in_words(confidence: Confidence) -> None:
    result = Result(
        path="p.yaml", choice="bee", verdict=Verdict.POOR, best="ant", confidence=confidence, why_confidence="so it is"
    )
    (line,) = [line for line in written("text", [result], verbose=True).splitlines() if "how sure" in line]

    assert re.fullmatch(r" *how sure +[a-z ]+: so it is", line)


def test_text_says_how_often_such_recommendations_held() -> None:
    sure = Result(
        path="p.yaml",
        verdict=Verdict.FITS,
        confidence=Confidence.CLEAR,
        why_confidence="so it is",
        how_often=HowOften(0.84, 0.92, 0.9, 1.0, 40, ("ant",)),
    )
    (line,) = [line for line in written("text", [sure], verbose=True).splitlines() if "how sure" in line]

    assert line.endswith("so it is; 90 or more of 100 such answers hold")
    assert json.loads(written("json", [sure]))["results"][0]["how_often"]["cases"] == 40


def test_several_rules_that_might_rule_a_choice_out_share_a_line() -> None:
    likely = Finding(
        kind=Kind.POSSIBLE_BLOCKER, level=Level.WARNING, message="One.", place=Place("p.yaml", 3, 1), brief="by a/b"
    )
    result = Result(path="p.yaml", verdict=Verdict.FITS, findings=(likely, likely._replace(brief="by c/d")))

    assert written("text", [result]).splitlines()[:-1] == ["p.yaml:3:1 possible-blocker by a/b, as might 1 more"]


def test_text_colours_what_fails() -> None:
    screen = Screen(width=100, colour=True)
    form = format_of("text", Context(rules=BASE, as_of=TODAY, screen=screen))

    assert form.result(judged(profile("bee"), BASE)).startswith("p.yaml:4:1 \x1b[31mpoor\x1b[0m Ant")
    assert form.result(judged(profile("bee"), rules(3.5))).startswith("p.yaml:4:1 \x1b[2mdefensible\x1b[0m Ant")


@pytest.mark.parametrize(
    ("gap", "said"), [(12.5, "Ant, 12.5 points ahead"), (0.04, "Ant, under 0.1 points ahead"), (1e-12, None)]
)
def test_text_rounds_no_lead_away(gap: float, said: str | None) -> None:
    result = Result(path="p.yaml", choice="bee", verdict=Verdict.FITS, best="ant", gap=gap)
    lines = [line.split(maxsplit=1) for line in written("text", [result], verbose=True).splitlines()]

    assert [line[1] for line in lines if line[:1] == ["better"]] == ([said] if said else [])


def test_text_keeps_silent_of_rare_answers_where_there_is_much_to_say() -> None:
    place = Place("p.yaml", 3, 1)
    rare = Finding(kind=Kind.POSSIBLE_BLOCKER, level=Level.NOTE, message="Rare answers.", place=place)
    likely = rare._replace(level=Level.WARNING, message="Likely answers.")
    fits = Result(path="p.yaml", choice="ant", verdict=Verdict.FITS, best="ant", gap=0.0, findings=(rare,))

    assert "Rare" not in written("text", [fits])
    assert "Rare" in written("text", [fits], verbose=True)
    assert "Likely" in written("text", [fits._replace(findings=(likely, rare))])
    other = rare._replace(kind=Kind.NO_FRAMEWORK_NEEDED, message="None is needed.")
    assert "None is needed" in written("text", [fits._replace(findings=(other,))])
    assert "None is needed" not in written("text", [fits._replace(findings=(likely, other))])
    assert "Rare" not in written("text", [fits._replace(findings=(likely, rare))])


@pytest.mark.parametrize(("reason", "end"), [("known", "known."), ("known.", "known."), ("why not?", "why not?")])
def test_a_reason_ends_once(reason: str, end: str) -> None:
    accepted = Acceptance(by="waiver", place=Place("w.yaml"), reason=reason, owner="Ann")

    assert accepted_because(accepted) == f"Accepted by a waiver (w.yaml:1:1): {end} Owner: Ann."


def test_quiet_text_shows_what_fails_alone() -> None:
    assert written("text", results()[:2], quiet=True) == ""
    assert "poor.yaml" in written("text", results()[:3], quiet=True)


def test_no_line_of_text_begins_with_words_of_others() -> None:
    """A log may take a line that begins with two colons for a command."""
    for verbose in (False, True):
        for line in written("text", [hostile("::error::x " + STEERING)], verbose=verbose).splitlines():
            assert not line.lstrip().startswith("::")


def test_markdown_is_a_table_without_anything_active() -> None:
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(written("markdown", results(), LEFT))
    inline = [child for token in tokens for child in token.children or []]

    assert {token.type for token in tokens} >= {"table_open", "heading_open"}
    assert {child.type for child in inline} <= {
        "text",
        "text_special",
        "strong_open",
        "strong_close",
        "html_inline",
        "link_open",
        "link_close",
    }
    assert {child.content for child in inline if child.type == "html_inline"} == {"<br>"}
    assert {child.attrGet("href") for child in inline if child.type == "link_open"} <= {"http://x.example"}
    rows = sum(token.type == "tr_open" for token in tokens)
    assert rows == 1 + sum(len(result.findings) for result in results()) + 2


def test_markdown_ends_before_a_page_does() -> None:
    found = [judged(profile("bee"), BASE, path=f"{n}.yaml") for n in range(510)]
    page = written("markdown", found)

    assert page.count("\n| ") == 502  # the head, the line below it, and 500 rows
    assert "The table ends after 500 rows." in page


@pytest.mark.parametrize("name", NAMES)
def test_nothing_steers_the_reader(name: Name) -> None:
    text = written(name, [hostile(HOSTILE + STEERING)], verbose=True)

    assert {c for c in text if unicodedata.category(c) in ("Cc", "Cf") and c != "\n"} == set()
    assert "##[" not in text
    assert "##vso[" not in text
    ours = ("::error file=", "::notice file=")
    commands = [line for line in text.splitlines() if line.lstrip().startswith("::") and not line.startswith(ours)]
    assert commands == []


@pytest.mark.parametrize("name", ["json", "gitlab", "sarif"])
def test_words_come_through_whole(name: Name) -> None:
    data = written(name, [hostile(HOSTILE)])

    strings = set(_strings(json.loads(data)))
    if name == "sarif":
        strings = {re.sub(r"\\([\\\[\]])", r"\1", s).replace("{{", "{").replace("}}", "}") for s in strings}
    assert any(HOSTILE in string for string in strings)


def _strings(value: Any) -> Any:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)


def test_words_come_through_junit_whole() -> None:
    root = ElementTree.fromstring(written("junit", [hostile(HOSTILE)]))  # noqa: S314 - our own

    (suite,) = root
    assert suite.get("name") == hostile(HOSTILE).path
    assert HOSTILE in str(suite.find("testcase/failure").text)  # type: ignore[union-attr]
    assert suite.find("properties/property").get("value") == HOSTILE  # type: ignore[union-attr]


@pytest.mark.parametrize("verbose", [False, True])
def test_words_come_through_text_whole(verbose: bool) -> None:
    assert HOSTILE in written("text", [hostile(HOSTILE)], verbose=verbose)

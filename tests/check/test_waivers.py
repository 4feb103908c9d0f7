"""Waivers, in the profile and shared."""

from __future__ import annotations

import pytest

from fitframe.checking.waivers import read_shared, unused
from fitframe.model.verdict import Kind, Level, Place, Verdict
from fitframe.rulebase import profiles
from tests.check.build import judged, kinds, of_kind, profile, report, rules
from tests.engine.build import rule

POOR = rules(3.2)
SHARED = "waivers:\n- {path: %s, verdict: poor, reason: known}\n"


def waiver(text: str) -> str:
    """A list of waivers with one entry, in lines 5 and 6 of a profile."""
    return f"waivers:\n  - {{{text}}}"


def test_a_waiver_accepts_its_verdict() -> None:
    text = "verdict: poor, reason: three services, owner: Ann, expires: 2027-03-31, link: T-1"
    result = judged(profile(more=waiver(text)), POOR)

    assert (result.verdict, result.waived, kinds(result)) == (Verdict.POOR, True, ["poor"])
    accepted = result.findings[0].accepted
    assert accepted is not None
    assert (accepted.reason, accepted.owner, accepted.expires, accepted.link) == (
        "three services",
        "Ann",
        "2027-03-31",
        "T-1",
    )
    assert accepted.place == Place("p.yaml", 6, 5)


def test_a_waiver_accepts_no_other_verdict() -> None:
    blocker = rule("speed/no-bee", blocks=["bee"], when={"target": "server"})
    result = judged(profile(more=waiver("verdict: poor, reason: known")), rules(3.2, 0.0, blocker))

    assert (result.verdict, result.waived) == (Verdict.VIOLATES, False)
    assert kinds(result) == ["violates", "waiver-unused"]


def test_a_waiver_accepts_its_rule() -> None:
    blocker = rule("speed/no-bee", blocks=["bee"], when={"target": "server"})
    result = judged(profile(more=waiver("rule: speed/no-bee, reason: known")), rules(3.2, 0.0, blocker))

    assert (result.verdict, result.waived) == (Verdict.VIOLATES, True)


@pytest.mark.parametrize(("today", "waived"), [("2026-11-19", True), ("2026-11-20", True), ("2026-11-21", False)])
def test_the_last_day_counts(today: str, waived: bool) -> None:
    result = judged(profile(more=waiver("verdict: poor, reason: known, expires: 2026-11-20")), POOR, today=today)

    assert result.waived is waived


def test_an_expired_waiver_lets_the_finding_return_and_says_so() -> None:
    result = judged(profile(more=waiver("verdict: poor, reason: known, expires: 2026-11-19")), POOR)

    poor, expired = result.findings
    assert poor.fails
    assert "expired on 2026-11-19" in poor.message
    assert (expired.kind, expired.level, expired.place) == (Kind.WAIVER_EXPIRED, Level.WARNING, Place("p.yaml", 6, 5))


def test_that_a_shared_waiver_for_a_file_expired_is_told_once() -> None:
    shared = "waivers:\n- {path: p.yaml, verdict: poor, reason: known, expires: 2026-11-19}\n"

    poor, expired = judged(profile(), POOR, shared=shared).findings

    assert poor.message.count("expired") == 1
    assert [related.message for related in poor.related] == ["expired on 2026-11-19"]
    assert expired.kind is Kind.WAIVER_EXPIRED


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("verdict: poor", "'reason' is missing"),
        ("verdict: poor, reason: known, expires: 31/03/2027", "must be a day such as"),
        ("verdict: poor, reason: known, expires: 2027-02-30", "no day"),
        ("verdict: bad, reason: known", "must be one of violates, poor, defensible"),
        ("rule: speed/rate, reason: known", "unknown rule 'speed/rate', did you mean 'speed/rated'?"),
        ("reason: known", "a 'verdict', a 'rule' or a 'finding'"),
        ("verdict: poor, reason: known, till: 2027-01-01", "unknown key 'till'"),
    ],
)
def test_a_malformed_waiver_accepts_nothing_and_says_why(text: str, problem: str) -> None:
    result = judged(profile(more=waiver(text)), POOR)

    assert kinds(result) == ["poor", "waiver-malformed"]
    assert result.findings[0].fails
    assert problem in result.findings[1].message
    assert result.findings[1].place.line == 6


def test_a_malformed_waiver_does_not_hide_a_good_one() -> None:
    result = judged(profile(more=waiver("verdict: poor") + "\n  - {verdict: poor, reason: known}"), POOR)

    assert result.waived
    assert kinds(result) == ["poor", "waiver-malformed"]


@pytest.mark.parametrize(("strict", "level"), [(False, Level.WARNING), (True, Level.ERROR)])
def test_an_unused_waiver_is_a_warning_or_an_error(strict: bool, level: Level) -> None:
    result = judged(profile("ant", waiver("verdict: poor, reason: known")), POOR, strict=strict)

    assert kinds(result) == ["waiver-unused"]
    assert (result.findings[0].level, result.findings[0].place) == (level, Place("p.yaml", 6, 5))


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("verdict: poor", "the verdict poor"),
        ("rule: speed/rated", "the rule speed/rated"),
        ("finding: other-framework", "the finding other-framework"),
    ],
)
def test_it_is_said_which_waiver_is_of_no_use(text: str, subject: str) -> None:
    waivers = read_shared(f"waivers: [{{{text}, reason: known}}]".encode(), "waivers.yaml", POOR)[0]

    assert [finding.message for finding in unused(waivers, Level.NOTE)] == [
        f"The waiver for {subject} accepts nothing: remove it."
    ]


@pytest.mark.parametrize(
    ("pattern", "covers"),
    [
        ("services/*", True),
        ("serv?ces", True),
        ("services", True),
        ("services/a/fitframe.yaml", True),
        ("'*'", True),
        ("service", False),
        ("other/*", False),
    ],
)
def test_a_shared_waiver_is_for_the_paths_it_names(pattern: str, covers: bool) -> None:
    result = judged(profile(), POOR, shared=SHARED % pattern, path="services/a/fitframe.yaml")

    assert result.waived is covers
    assert kinds(result) == ["poor"]  # that a shared waiver is no use is known when all profiles are checked


def test_a_shared_waiver_that_names_no_path_is_for_all() -> None:
    shared = "waivers:\n- {verdict: poor, reason: known}\n"

    assert [judged(profile(), POOR, shared=shared, path=path).waived for path in ("p.yaml", "a/b/p.yaml")] == [True] * 2


def test_waived_results_are_counted_apart() -> None:
    whole = report(*(judged(profile(more=more), POOR) for more in ("", waiver("verdict: poor, reason: known"))))

    summary = whole.summary
    assert (summary.checked, summary.poor, summary.waived, whole.exit_code) == (2, 1, 1, 1)


def test_a_waiver_for_a_blocker_that_is_only_possible() -> None:
    blocker = rule("speed/no-ant", blocks=["ant"], when={"size": "large"})
    answers = "{goal: [production], target: [server], python: '3.13'}"
    more = waiver("rule: speed/no-ant, reason: it stays small")
    (finding,) = judged(profile("ant", more, answers), rules(0.0, 0.0, blocker)).findings

    assert finding.kind is Kind.POSSIBLE_BLOCKER
    assert finding.accepted is not None


def test_the_first_of_two_waivers_that_hold_is_named() -> None:
    more = waiver("verdict: poor, reason: first") + "\n  - {verdict: poor, reason: second}"
    (finding,) = of_kind(judged(profile(more=more), POOR), Kind.POOR)

    assert finding.accepted is not None
    assert finding.accepted.reason == "first"


def test_near_names_are_looked_for_a_few_times_only(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def near(word: str, known: object) -> str:
        asked.append(word)
        return ""

    monkeypatch.setattr(profiles, "did_you_mean", near)
    lines = "".join(f"- {{rule: no/rule-{n}, reason: known}}\n" for n in range(500))
    waivers, faults = read_shared(f"waivers:\n{lines}".encode(), "waivers.yaml", rules())

    assert (len(waivers), len(faults), len(asked)) == (0, 500, 50)


def test_a_waiver_that_cannot_be_used_voids_no_other() -> None:
    text = "waivers:\n  - {rule: no/such-rule, reason: known}\n  - {verdict: poor, reason: known}"
    result = judged(profile("bee", text), POOR)

    assert result.waived
    assert kinds(result) == ["poor", "waiver-malformed"]
    assert of_kind(result, Kind.WAIVER_MALFORMED)[0].place.line == 6


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("a/*", "a"),
        ("a/b*/c", "a"),
        ("*", "."),
        ("*/a", "."),
        ("a?", "."),
        ("a/b/", "a/b"),
        ("a/fitframe.yaml", "a/fitframe.yaml"),
        ("a/[bc]/d", "a"),
        ("a/b/c?/*", "a/b"),
    ],
)
def test_the_scope_of_a_shared_waiver_is_what_all_its_profiles_are_in(path: str, scope: str) -> None:
    text = f"waivers:\n- {{path: '{path}', verdict: poor, reason: known}}\n"
    (placed,), _ = read_shared(text.encode(), "waivers.yaml", POOR)

    assert placed.scope == scope

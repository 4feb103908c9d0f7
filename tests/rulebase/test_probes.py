"""Probes are refused with file and line where they could not be asked, or stand for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from fitframe.engine.compiled import compile_rules
from fitframe.errors import RuleBaseError
from fitframe.model.rulebase import RuleBase
from fitframe.rulebase.load import load_rules

GOOD = """\
id: no-wheel
fact: There is no wheel.
probe: {kind: wheel, package: thing, python: "3.14", platforms: [linux-x86_64]}
expect: none
when_it_breaks: doubt
stands_for: [RULE]
canary: {package: numpy, expect: some}
"""


def first_rule(rules: RuleBase) -> str:
    return next(rule.id for criterion in rules.criteria.values() for rule in criterion.rules if rule.judged)


def written(folder: Path, rules: RuleBase, text: str = GOOD, proofs: str = "") -> Path:
    (folder / "probes").mkdir(exist_ok=True)
    (folder / "probes" / "no-wheel.yaml").write_text(text.replace("RULE", first_rule(rules)))
    if proofs:
        (folder / "proofs.jsonl").write_text(proofs)
    return folder


def proof(outcome: str, day: str = "2026-11-29") -> str:
    return (
        f'{{"probe": "no-wheel", "day": "{day}", "outcome": "{outcome}", "seen": "a wheel", '
        f'"digest": "0123456789abcdef"}}\n'
    )


@pytest.mark.parametrize(
    ("was", "becomes", "line", "message"),
    [
        ("kind: wheel", "kind: weel", 3, "'kind' must be one of wheel, .*, got 'weel', did you mean 'wheel'"),
        ("canary: {package: numpy, expect: some}\n", "", 1, "the key 'canary' is missing"),
        ("canary: {package: numpy, expect: some}", "canary: {expect: some}", 1, "a canary has an 'expect', and a key"),
        ("canary: {package: numpy, expect: some}", "canary: {package: numpy}", 1, "a canary has an 'expect'"),
        (
            "canary: {package: numpy, expect: some}",
            "canary: {number: 1, expect: some}",
            1,
            "the canary cannot be asked",
        ),
        ("stands_for: [RULE]", "stands_for: []", 6, "'stands_for' needs at least one entry"),
        ("stands_for: [RULE]\n", "", 1, "the key 'stands_for' is missing"),
        ("stands_for: [RULE]", "stands_for: [edge/nothing]", 6, "there is no rule, move, tool or route 'edge/nothing'"),
        ("expect: none", "expect: maybe", 1, "a probe of kind 'wheel' expects none, some or all, got 'maybe'"),
        ("package: thing, ", "", 3, "a probe of kind 'wheel' needs the key 'package'"),
        ("package: thing,", "package: thing, number: 3,", 3, "a probe of kind 'wheel' has no key 'number'"),
        ("[linux-x86_64]", "[linux]", 3, "'platforms' must be one of"),
        ("id: no-wheel", "id: another", 1, "the id is 'another' and the file is called 'no-wheel.yaml'"),
    ],
)
def test_a_probe_that_cannot_be_asked_is_refused_with_its_line(
    was: str, becomes: str, line: int, message: str, small_folder: Path, small_rules: RuleBase
) -> None:
    written(small_folder, small_rules, GOOD.replace(was, becomes))
    with pytest.raises(RuleBaseError, match=rf"no-wheel\.yaml:{line}:.*{message}"):
        load_rules(base=small_folder)


def test_a_line_that_is_no_proof_is_refused(small_folder: Path, small_rules: RuleBase) -> None:
    written(small_folder, small_rules, proofs=proof("held") + '{"probe": "no-wheel"}\n')
    with pytest.raises(RuleBaseError, match=r"proofs\.jsonl:2:1: this line is no proof"):
        load_rules(base=small_folder)


def test_a_rule_is_verified_on_the_day_of_its_newest_proof(small_folder: Path, small_rules: RuleBase) -> None:
    written(small_folder, small_rules, proofs=proof("held", "2026-11-01") + proof("held", "2026-11-20"))
    rules = load_rules(base=small_folder)
    assert rules.verified()[first_rule(rules)].day == "2026-11-20"
    assert rules.verified("2026-11-10")[first_rule(rules)].day == "2026-11-01"
    assert rules.verified("2026-10-01") == {}


def trust_of(rules: RuleBase, as_of: str | None = None) -> list[float]:
    """The trusts in the sources of the rule that the probe stands for; none where it does not count."""
    name = first_rule(rules)
    compiled = compile_rules(rules, as_of=as_of)
    return [t for c in compiled.criteria for rule in c.rules if rule.id == name for t in rule.sources.values()]


@pytest.mark.parametrize("effect", ["tell", "doubt", "supersede"])
def test_a_broken_probe_does_to_its_rule_what_it_says(effect: str, small_folder: Path, small_rules: RuleBase) -> None:
    text = GOOD.replace("when_it_breaks: doubt", f"when_it_breaks: {effect}")
    broken = load_rules(base=written(small_folder, small_rules, text, proof("broken")))
    usual = trust_of(small_rules)
    if effect == "tell":
        assert trust_of(broken) == usual
    elif effect == "doubt":
        assert all(doubted <= 0.2 < trust for doubted, trust in zip(trust_of(broken), usual, strict=True))
    else:
        assert trust_of(broken) == []


def test_a_probe_that_holds_changes_nothing(small_folder: Path, small_rules: RuleBase) -> None:
    held = load_rules(base=written(small_folder, small_rules, proofs=proof("broken", "2026-11-01") + proof("held")))
    assert trust_of(held) == trust_of(small_rules)


def test_a_break_counts_from_its_day_on(small_folder: Path, small_rules: RuleBase) -> None:
    broken = load_rules(base=written(small_folder, small_rules, proofs=proof("broken", "2026-11-25")))
    assert trust_of(broken, "2026-11-24") == trust_of(small_rules, "2026-11-24")
    assert trust_of(broken, "2026-11-26") != trust_of(small_rules, "2026-11-26")


def test_of_several_probes_a_broken_one_goes_first_and_what_only_tells_goes_last(
    small_folder: Path, small_rules: RuleBase
) -> None:
    proofs = ""
    for name, effect, outcome, day in (
        ("a", "doubt", "held", "2026-11-29"),
        ("b", "doubt", "broken", "2026-11-20"),
        ("c", "tell", "broken", "2026-11-29"),
    ):
        text = GOOD.replace("no-wheel", name).replace("when_it_breaks: doubt", f"when_it_breaks: {effect}")
        (small_folder / "probes").mkdir(exist_ok=True)
        (small_folder / "probes" / f"{name}.yaml").write_text(text.replace("RULE", first_rule(small_rules)))
        proofs += proof(outcome, day).replace("no-wheel", name)
    (small_folder / "proofs.jsonl").write_text(proofs)
    assert load_rules(base=small_folder).verified()[first_rule(small_rules)].probe == "b"
    (small_folder / "probes" / "b.yaml").unlink()
    assert load_rules(base=small_folder).verified()[first_rule(small_rules)].probe == "a"

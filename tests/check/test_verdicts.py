"""The verdict on a stated choice."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from random import Random
from typing import Any

import pytest

from fitframe import load_profile, recommend
from fitframe.checking.judge import Depth
from fitframe.checking.project import Projects, StatedProject
from fitframe.engine.acceptability import WORLDS
from fitframe.engine.compiled import compile_rules
from fitframe.engine.conditions import Answer
from fitframe.engine.evaluation import Evaluator
from fitframe.engine.recommend import LEANING, advise
from fitframe.model.profile import Profile
from fitframe.model.recommendation import Confidence, HowOften
from fitframe.model.rulebase import Rule
from fitframe.model.settings import Settings
from fitframe.model.verdict import Kind, Level, Place, Verdict
from fitframe.rulebase.load import load_rules
from tests.check.build import ANSWERS, judged, kinds, of_kind, profile, rules
from tests.engine.build import ARTICLE, QUESTIONS, RECENT, base, criterion, rule
from tests.engine.test_calibration import MEASURED
from tests.engine.test_outcomes import CLASH


def test_the_best_fits() -> None:
    result = judged(profile("ant"))

    assert (result.verdict, result.best, result.gap, result.findings) == (Verdict.FITS, "ant", 0.0, ())


def test_a_choice_that_nobody_needs_and_answers_that_contradict_each_other_are_told() -> None:
    shipped = load_rules()
    none = judged(b"fitframe: 1\nchoice: pytorch\nanswers: {decision: run-only}\n", shipped)
    clash = "{deployment: microcontroller, model-size: large, device-limits: kilobytes}"
    both = judged(f"fitframe: 1\nchoice: tensorflow\nanswers: {clash}\n".encode(), shipped)

    (needless,) = of_kind(none, Kind.NO_FRAMEWORK_NEEDED)
    assert (needless.level, needless.place.line) == (Level.NOTE, 2)
    assert "Nothing is trained here" in needless.message
    assert of_kind(both, Kind.CONTRADICTION)[0].place.line == 3
    assert not of_kind(both, Kind.NO_FRAMEWORK_NEEDED)


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ("{decision: run-only}", "PyTorch is needed for training alone."),
        ("{decision: library, install: no-library}", "PyTorch is not needed for that."),
        ("{decision: library, training-language: julia}", "PyTorch is not needed for that."),
    ],
)
def test_it_is_told_what_the_choice_would_be_needed_for(answers: str, told: str) -> None:
    result = judged(f"fitframe: 1\nchoice: pytorch\nanswers: {answers}\n".encode(), load_rules())

    (finding,) = of_kind(result, Kind.NO_FRAMEWORK_NEEDED)
    assert finding.message.endswith(told)


def test_answers_that_contradict_each_other_are_told_at_the_first_of_them() -> None:
    """The first by the id of its question, wherever it stands; all of them are related."""
    answers = "\n  target: [phone]\n  goal: [production]\n  size: large"

    (clash,) = of_kind(judged(profile("ant", "", answers), rules(contradictions={"clash": CLASH})), Kind.CONTRADICTION)

    assert (clash.place, clash.message) == (Place("p.yaml", 6, 3), "It does not fit. Which one did you mean?")
    assert [(each.place.line, each.message) for each in clash.related] == [(6, "size: large"), (4, "target: phone")]


def test_an_equal_fits_and_is_the_best_unless_somebody_asks_which_is_first_more_often() -> None:
    equals = [judged(profile(name), rules(4.0)) for name in ("ant", "bee")]
    deeper = [judged(profile(name), rules(4.0), depth=Depth.CONFIDENCE) for name in ("ant", "bee")]

    assert {result.verdict for result in (*equals, *deeper)} == {Verdict.FITS}
    assert [result.best for result in equals] == ["ant", "bee"]
    assert len({result.best for result in deeper}) == 1


def test_the_rival_in_a_toss_up_fits() -> None:
    """1.95 against 2: the rival is ahead in (1 - 0.05)² / 2 = 45 % of the worlds, the best in 55 %."""
    result = judged(profile("bee"), rules(1.95, ant=2.0))

    assert result.verdict is Verdict.FITS
    assert result.gap == pytest.approx(1.25)


def test_the_third_in_a_toss_up_is_no_rival() -> None:
    """Three steps apart, the third one comes first in no world; nor is it near."""
    assert judged(profile("cow"), rules(1.95, 0.0, ant=2.0)).verdict is Verdict.POOR


def test_a_lead_is_never_rounded_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two are 25 · 0.0016 points behind. The likelier one is the rival in a toss-up, and fits; the other does not.

    Which is the likelier hangs on what is drawn, so the shares are given.
    """
    monkeypatch.setattr(StatedProject, "shares", {"ant": 0.4, "bee": 0.35, "cow": 0.25})
    both = [judged(profile(name), rules(3.9984, 3.9984)) for name in ("bee", "cow")]

    (behind,) = [finding for result in both for finding in of_kind(result, Kind.DEFENSIBLE)]
    assert "Ant is ahead by under 0.1 points" in behind.message


def test_of_two_that_rival_the_best_equally_often_each_is_its_rival() -> None:
    """As drawn they are never quite equal, so the shares are given."""
    known, stated = compile_rules(rules(3.9, 3.9)), Profile.model_validate({"fitframe": 1})
    projects = [Projects(known, Settings()).stated(stated, name) for name in ("bee", "cow")]
    for project in projects:
        vars(project)["shares"] = {"ant": 0.5, "bee": float("0.25"), "cow": float("0.25")}

    assert [project.is_toss_up for project in projects] == [True, True]


def test_often_first_is_defensible() -> None:
    """3.5 against 4: ahead where it is drawn above 3.5 (half of the worlds) and the best below it: 25 %."""
    result = judged(profile("bee"), rules(3.5))

    assert result.verdict is Verdict.DEFENSIBLE
    assert result.gap == pytest.approx(12.5)
    assert of_kind(result, Kind.DEFENSIBLE)[0].level is Level.NOTE


def test_a_choice_that_is_as_far_behind_as_is_defensible_is_defensible() -> None:
    """Bee is 12.5 points behind, and no share of worlds is enough."""
    verdicts = [
        judged(profile("bee"), rules(3.5), defensible_gap=gap, defensible_share=1).verdict for gap in (12.4, 12.5, 12.6)
    ]

    assert verdicts == [Verdict.POOR, Verdict.DEFENSIBLE, Verdict.DEFENSIBLE]


def test_what_is_near_is_defensible_however_seldom_it_is_first() -> None:
    """3.2 against 4 is 20 points behind, and first in 4 % of the worlds."""
    assert judged(profile("bee"), rules(3.2), defensible_gap=25).verdict is Verdict.DEFENSIBLE


@pytest.mark.parametrize("share", [0.003, 0.01, 0.05, 0.1])
def test_a_share_that_is_enough_is_however_small(share: float) -> None:
    """Bee falls behind from a share of about 8 % to one of none, and is 12.5 points behind or more."""
    answers = {"goal": ("production",), "target": ("server",), "size": "small", "python": "3.13"}
    stated = Profile.model_validate({"fitframe": 1, "answers": answers})
    for bee in range(300, 342, 2):
        settings = Settings(defensible_share=share)
        project = Projects(compile_rules(rules(bee / 100)), settings).stated(stated, "bee")
        assert (project.verdict is Verdict.DEFENSIBLE) == (project.shares["bee"] >= share)


def test_the_likeliest_rival_in_a_toss_up_fits_however_great_a_share_is_asked_for() -> None:
    """Each is drawn from a span of 2.4, ant from one that is 0.56 higher: first in 0.23 + (1 - 0.23³) / 3 = 56 %.

    The others share the rest, and either is ahead of ant in (1 - 0.23)² / 2 = 30 %, here in a little less.
    """
    rated = rule("speed/r", ratings={"ant": 2.56, "bee": 2, "cow": 2}, evidence=RECENT)
    known = compile_rules(base(criterion("speed", rated, base="high"), frameworks="ant bee cow"))
    answers = {"goal": ("production",), "target": ("server",), "size": "small", "python": "3.13"}
    stated = Profile.model_validate({"fitframe": 1, "answers": answers})

    projects = [Projects(known, Settings(defensible_share=0.3)).stated(stated, name) for name in ("bee", "cow")]
    less, more = sorted(projects, key=lambda project: project.shares[project.choice])

    assert more.shares["ant"] == pytest.approx(0.56, abs=0.03)
    assert (less.verdict, more.verdict) == (Verdict.POOR, Verdict.FITS)


def test_seldom_first_is_poor() -> None:
    """3.2 against 4: drawn above 3.5 in a fifth of the worlds, and then ahead in a fifth of them: 4 %."""
    result = judged(profile("bee"), rules(3.2))

    assert result.verdict is Verdict.POOR
    assert result.gap == pytest.approx(20)
    (finding,) = result.findings
    assert (finding.kind, finding.level, finding.place) == (Kind.POOR, Level.ERROR, Place("p.yaml", 4, 1))
    assert "Ant is ahead by 20.0 points, most of all for Speed" in finding.message


@pytest.mark.parametrize(
    ("gap", "share", "expected"),
    [
        (12.6, 1.0, Verdict.DEFENSIBLE),  # near enough
        (12.4, 1.0, Verdict.POOR),  # neither near nor first often enough
        (0.0, 0.2, Verdict.DEFENSIBLE),  # first in 25 % of the worlds
        (0.0, 0.3, Verdict.POOR),
    ],
)
def test_the_thresholds_are_settings(gap: float, share: float, expected: Verdict) -> None:
    assert judged(profile("bee"), rules(3.5), defensible_gap=gap, defensible_share=share).verdict is expected


@pytest.mark.parametrize(
    ("share", "expected"), [(0.15, Verdict.DEFENSIBLE), (0.1499, Verdict.POOR), (0.1501, Verdict.DEFENSIBLE)]
)
def test_a_share_of_just_fifteen_percent_is_enough(share: float, expected: Verdict) -> None:
    project = _project(4.0, 3.5, 0.0)  # 12.5 points apart, which is not near
    vars(project)["shares"] = {"ant": 1 - share, "bee": share, "cow": 0.0}

    assert project.verdict is expected


@pytest.mark.parametrize(
    ("fail_on", "levels"),
    [
        ("violates", [Level.NOTE, Level.WARNING, Level.ERROR]),
        ("poor", [Level.NOTE, Level.ERROR, Level.ERROR]),
        ("defensible", [Level.ERROR, Level.ERROR, Level.ERROR]),
    ],
)
def test_what_fails(fail_on: Any, levels: list[Level]) -> None:
    settings = Settings(fail_on=fail_on)

    assert [settings.level(v) for v in (Verdict.DEFENSIBLE, Verdict.POOR, Verdict.VIOLATES)] == levels


def test_a_blocker_names_its_rule_and_the_answer_that_triggers_it() -> None:
    blocker = rule("speed/no-bee", blocks=["bee"], when={"target": "server", "size": {"any": ["small", "large"]}})
    result = judged(profile("bee"), rules(3.5, 0.0, blocker))

    assert (result.verdict, result.gap, result.best) == (Verdict.VIOLATES, None, "ant")
    (finding,) = result.findings
    assert (finding.kind, finding.rule, finding.place) == (Kind.VIOLATES, "speed/no-bee", Place("p.yaml", 4, 1))
    assert "size: small and target: server" in finding.message
    assert [related.place for related in finding.related] == [
        _answer_place("size", ANSWERS),
        _answer_place("target", ANSWERS),
    ]


def test_where_several_answers_would_do_all_are_named() -> None:
    blocker = rule("speed/no-bee", blocks=["bee"], when={"any_of": [{"target": "server"}, {"size": "small"}]})
    (finding,) = judged(profile("bee"), rules(3.5, 0.0, blocker)).findings

    assert [related.message for related in finding.related] == ["size: small", "target: server"]


def test_an_answer_without_which_it_would_apply_all_the_same_is_not_named() -> None:
    either = {"any_of": [{"target": "server"}, {"target": "phone", "size": "small"}]}
    (finding,) = judged(profile("bee"), rules(3.5, 0.0, rule("speed/no-bee", blocks=["bee"], when=either))).findings

    assert [related.message for related in finding.related] == ["target: server"]
    assert finding.brief == "Bee is ruled out by speed/no-bee (target: server)"


def test_every_blocker_is_a_finding() -> None:
    """Also the second one of the same criterion, so that a waiver for the first cannot hide it."""
    blockers = [rule(f"speed/{name}", blocks=["bee"], when={"target": "server"}) for name in ("first", "second")]
    result = judged(profile("bee", "waivers: [{rule: speed/first, reason: known}]"), rules(3.5, 0.0, *blockers))

    assert [(finding.rule, finding.fails) for finding in result.findings] == [
        ("speed/first", False),
        ("speed/second", True),
    ]
    assert not result.waived


def test_a_blocker_that_is_set_aside_rules_nothing_out() -> None:
    blocker = rule("speed/no-bee", blocks=["bee"], when={"target": "server"})
    newer = rule("speed/bee-again", framework="bee", rating=3.5, supersedes=["speed/no-bee"])

    assert judged(profile("bee"), rules(3.5, 0.0, blocker, newer)).verdict is Verdict.DEFENSIBLE


def test_a_blocker_that_open_answers_might_trigger_is_a_warning() -> None:
    blocker = rule("speed/no-ant", blocks=["ant"], when={"target": "phone", "size": "large"})
    answers = "{goal: [production], target: [phone], python: '3.13', size: unknown}"
    result = judged(profile("ant", answers=answers), rules(0.0, 0.0, blocker))

    assert (result.verdict, kinds(result)) == (Verdict.FITS, ["possible-blocker"])
    (finding,) = result.findings
    assert (finding.level, finding.rule, finding.place) == (
        Level.WARNING,
        "speed/no-ant",
        _answer_place("size", answers),
    )
    assert "'size' decides it and is open" in finding.message


def test_what_the_project_could_change_anyway_is_no_possible_blocker() -> None:
    blocker = rule("speed/old", blocks=["ant"], provided="a newer one", when={"python": "3.12"})
    answers = "{goal: [production], target: [phone], size: small}"

    assert judged(profile("ant", answers=answers), rules(0.0, 0.0, blocker)).findings == ()


def test_where_nothing_fits_there_is_no_better_choice() -> None:
    blocker = rule("speed/none", blocks=["ant", "bee", "cow"], when={"target": "server"})
    result = judged(profile("bee"), rules(3.5, 0.0, blocker), depth=Depth.DETAILS)

    assert (result.verdict, result.best, result.confidence) == (Verdict.VIOLATES, None, Confidence.NONE_FITS)


def test_turns_are_answers_that_would_make_it_right() -> None:
    better = rule(
        "speed/bee-on-phones", framework="bee", rating=4, when={"target": "phone"}, supersedes=["speed/rated"]
    )
    lower = rule("speed/ant-on-phones", framework="ant", rating=0, when={"target": "phone"}, supersedes=["speed/rated"])
    answers = "{goal: [production], target: [server], size: small, python: '3.13'}"
    result = judged(profile("bee", answers=answers), rules(3.0, 0.0, better, lower), depth=Depth.DETAILS)

    assert result.turns is not None
    assert ("target", ("server",), ("phone",)) in [(t.question, t.before, t.after) for t in result.turns]
    assert {t.question for t in result.turns} == {"target"}


def test_of_what_would_make_it_right_the_likeliest_answer_comes_first() -> None:
    size = {"id": "size", "takes": "one", "ordered": True, "usual": {"small": 0.6, "medium": 0.1, "large": 0.3}}
    questions = [{**QUESTIONS[2], **size} if one["id"] == "size" else one for one in QUESTIONS]
    swapped = {"ratings": {"ant": 0, "bee": 4}, "supersedes": ["speed/rated"]}
    larger = rule("speed/bee-when-large", when={"size": {"at_least": "medium"}}, **swapped)
    answers = "{goal: [production], target: [server], size: small, python: '3.13'}"
    known = rules(3.0, 0.0, larger, questions=questions)
    result = judged(profile("bee", answers=answers), known, depth=Depth.DETAILS)

    assert [turn.after for turn in result.turns or ()] == [("large",), ("medium",)]


def test_reasons_add_up_to_the_gap() -> None:
    result = judged(profile("bee"), rules(3.2), depth=Depth.REASONS)

    assert [reason.criterion for reason in result.reasons] == ["speed"]
    assert sum(reason.points for reason in result.reasons) == pytest.approx(result.gap)


def test_few_worlds_tell_the_same_as_all() -> None:
    """What is decided early is what the definition says, which knows no short cut."""
    draw = Random(7)  # noqa: S311
    seen = set()
    for _ in range(60):
        project = _project(*(draw.uniform(1.0, 4.0) for _ in range(3)))
        seen.add(project.verdict)

        assert project.verdict is _by_definition(project)
    assert seen == {Verdict.FITS, Verdict.DEFENSIBLE, Verdict.POOR}


def test_a_share_below_one_percent_is_enough_where_the_settings_say_so() -> None:
    """3.09 against 4: ahead in 0.09 · 0.18 / 2 = 0.81 % of the worlds."""
    assert judged(profile("bee"), rules(3.09)).verdict is Verdict.POOR
    assert judged(profile("bee"), rules(3.09), defensible_share=0.001).verdict is Verdict.DEFENSIBLE


def test_frameworks_simulated_one_by_one_tell_the_same_as_all() -> None:
    """Of our own rules, where up to five rivals are simulated until enough of them are ahead."""
    own, draw = load_rules(), Random(7)  # noqa: S311
    projects, seen = Projects(compile_rules(own), Settings()), set()
    for _ in range(60):
        answers = {q.id: draw.choice(list(q.choices)) for q in draw.sample(list(own.questions.values()), 10)}
        several = {name: (answer,) for name, answer in answers.items() if own.questions[name].takes == "many"}
        project = projects.stated(Profile(fitframe=1, answers=answers | several), draw.choice(list(own.frameworks)))
        if project.verdict is not Verdict.VIOLATES:
            seen.add(project.verdict)
            assert project.verdict is _by_definition(project)
    assert seen == {Verdict.FITS, Verdict.DEFENSIBLE, Verdict.POOR}


def test_a_project_that_is_judged_keeps_no_world() -> None:
    """A column has 4 bytes for each world, and hundreds of projects are remembered.

    The second choice is near enough that all worlds are drawn, the first is not.
    """
    for numbers, drawn in (((3.1, 1.5, 1.4), False), ((3.1, 3.0, 2.9), True)):
        assert _project(*numbers).verdict  # what is drawn for every project stays
        tracemalloc.start()
        try:
            project = _project(*numbers)
            before = tracemalloc.get_traced_memory()[0]
            assert project.verdict
            kept = tracemalloc.get_traced_memory()[0] - before
        finally:
            tracemalloc.stop()

        assert ("shares" in vars(project)) is drawn
        assert kept < 4 * WORLDS


def _answer_place(question: str, answers: str) -> Place:
    return Place("p.yaml", 3, f"answers: {answers}".index(question) + 1)


def _project(ant: float, bee: float, cow: float) -> StatedProject:
    compiled = compile_rules(rules(round(bee, 2), round(cow, 2), ant=round(ant, 2)))
    answers = {"goal": ("production",), "target": ("server",), "size": "small", "python": "3.13"}
    profile = Profile.model_validate({"fitframe": 1, "answers": answers})
    return Projects(compiled, Settings()).stated(profile, "bee")


def _by_definition(project: StatedProject) -> Verdict:
    gap, share = project.gap or 0.0, project.shares[project.choice]
    if (
        gap < 1e-9
        or project.best == project.choice
        or (project.shares[str(project.best)] < LEANING and project.is_toss_up)
    ):
        return Verdict.FITS
    return Verdict.DEFENSIBLE if gap <= 10 or share >= 0.15 else Verdict.POOR


def test_wishes_count_as_in_recommend() -> None:
    compiled = compile_rules(load_rules())
    answers: dict[str, Answer] = {"goal": "production", "deployment": ("server",)}
    scores = []
    none: dict[str, Answer] = {}
    for wishes in (none, {"deployment": ("browser",)}):
        stated = Profile.model_validate({"fitframe": 1, "answers": answers, "wishes": wishes})
        scores.append(dict(Projects(compiled, Settings()).stated(stated, "jax").evaluation.scores))
        advice = advise(compiled, answers, {}, wishes=wishes, worlds=1)
        assert scores[-1] == {ranked.framework: ranked.score for ranked in advice.ranking}

    assert scores[0] != scores[1]


def test_of_several_options_the_best_one_counts() -> None:
    """Under the server Ant has 3.5 of 4, under the phone nobody more than 2: where any will do, it is the server."""
    phone = rule(
        "speed/bee-on-phones", ratings={"ant": 0, "bee": 2}, when={"target": "phone"}, supersedes=["speed/rated"]
    )
    answers = "{goal: [production], size: small, python: '3.13', target: [phone, server]}"
    best = [
        judged(profile("ant", more, answers), rules(1.0, 0.0, phone, ant=3.5)).best for more in ("", "any-of: [target]")
    ]

    assert best == ["bee", "ant"]


EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize("name", ["java-back-end", "tabular-churn", "chat-on-a-laptop", "factory-sensors"])
def test_how_often_such_recommendations_held_is_what_recommend_says(name: str) -> None:
    """And nothing where no framework has to be chosen: what was measured then is another answer."""
    shipped = load_rules()
    told = recommend(shipped, load_profile(EXAMPLES / f"{name}.yaml", shipped))
    stated = (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8") + "choice: jax\n"

    result = judged(stated.encode(), shipped, depth=Depth.CONFIDENCE)

    assert result.how_often == (told.how_often if told.recommended else None)
    assert (told.recommended is None) == (name == "chat-on-a-laptop")
    assert judged(stated.encode(), shipped).how_often is None, "it is computed where somebody asks for it"


@pytest.mark.parametrize(
    ("rated", "often"),
    [
        (
            [{"ant": 4, "bee": 0, "cow": 0}, {"ant": 4, "bee": 0, "cow": 0}],
            HowOften(0.9, 1.0, 0.9, 1.0, 9, ("ant",)),
        ),
        ([{"ant": 4, "bee": 0, "cow": 0}], HowOften(0.1, 0.2, 0.1, 0.2, 3, ("ant",))),
    ],
)
def test_what_is_clear_holds_more_often_than_what_is_in_doubt(rated: list[dict[str, float]], often: HowOften) -> None:
    """A constant of 1, log-odds of 0.995 at a quarter, and a lead of 30 points at a hundredth make 2.6, the last step.

    What rests on one criterion is no more than leaning, and its lead without that is 0: 4.3 less, below every step.
    """
    criteria = [
        criterion(name, rule(f"{name}/r", ratings=given), base="medium")
        for name, given in zip(("speed", "ease"), rated, strict=False)
    ]

    result = judged(
        profile("ant"), base(*criteria, frameworks="ant bee cow", calibration=MEASURED), depth=Depth.CONFIDENCE
    )

    assert result.how_often == often


def test_a_small_reason_is_named_too() -> None:
    """25 points a step: 4/5 of three steps for speed, and 1/5 of a tenth of a step, half a point, for comfort."""
    speed = criterion("speed", rule("speed/rated", ratings={"ant": 4, "bee": 1, "cow": 1}), base="high")
    comfort = criterion("comfort", rule("comfort/rated", ratings={"ant": 3.1, "bee": 3, "cow": 3}), base="low")

    (finding,) = judged(profile("bee"), base(speed, comfort, frameworks="ant bee cow")).findings
    assert "Ant is ahead by 60.5 points, most of all for Speed, Comfort." in finding.message
    assert finding.rule == "speed/rated", "the one behind the most points"


def test_a_lead_below_a_point_is_told_as_it_is() -> None:
    """Both are sure of 3 and 2.98 of 4, half a point apart; what bee's must-haves rest on is old, and varies more."""
    criteria = [
        criterion(name, rule(f"{name}/a", ratings={"ant": 3, "cow": 0}), bee, base="decisive")
        for name in ("speed", "ease")
        for bee in [rule(f"{name}/b", framework="bee", rating=2.98, evidence=ARTICLE)]
    ]

    (finding,) = judged(profile("bee"), base(*criteria, frameworks="ant bee cow")).findings
    assert finding.brief == "Ant is 0.5 points ahead of Bee, most of all for Ease"


def test_a_finding_names_the_folder_of_the_rule_that_decides() -> None:
    ours = rules(3.2, origins={"rule:speed/rated": "ours/criteria/speed.yaml"})

    found = [judged(profile("bee"), known).findings for known in (ours, rules(3.2))]

    assert [(finding.rule, finding.layer) for (finding,) in found] == [("speed/rated", "ours"), ("speed/rated", None)]


def test_what_is_deeper_is_computed_where_it_is_asked_for() -> None:
    verdict, reasons, confidence, details = (judged(profile("bee"), rules(3.5), depth=depth) for depth in Depth)

    assert (verdict.reasons, verdict.confidence, verdict.share_first, verdict.turns) == ((), None, None, None)
    assert [reason.criterion for reason in reasons.reasons] == ["speed"]
    assert (reasons.confidence, reasons.share_first, reasons.turns) == (None, None, None)
    assert (confidence.reasons, confidence.confidence) == (reasons.reasons, Confidence.LEANING)
    assert confidence.turns is None
    assert confidence.share_first == pytest.approx(0.25, abs=0.04)
    assert (details.share_first, details.turns) == (confidence.share_first, ())


def test_what_holds_the_choice_back_is_its_weakest_must_have_and_not_that_of_the_best() -> None:
    """ant is weakest (3) where bee is strong (4), and bee (1) where ant is: 0.6 of -12.5 and of 37.5, and 0.4 of 50."""
    writing = criterion("writing", rule("writing/r", ratings={"ant": 3, "bee": 4, "cow": 0}), base="decisive")
    running = criterion("running", rule("running/r", ratings={"ant": 4, "bee": 1, "cow": 0}), base="decisive")

    known = base(writing, running, frameworks="ant bee cow")
    (first, second) = judged(profile("bee"), known, depth=Depth.REASONS).reasons
    assert (first.criterion, second.criterion) == ("running", "writing")
    assert (first.points, second.points) == pytest.approx((0.6 * 37.5 + 0.4 * 50, -0.6 * 12.5))


@pytest.mark.parametrize(
    "rated",
    [
        [rule("speed/r", ratings={"ant": 3, "bee": 3})],  # by worlds one of them is ahead, if only just
        [rule("speed/b", ratings={"ant": 3}), rule("speed/a", ratings={"bee": 3.3}, evidence=ARTICLE)],
    ],
)
def test_the_recommendation_is_as_sure_as_recommend_says_and_for_the_same_reason(rated: list[Rule]) -> None:
    """Of equals, and where a rating in great doubt has the highest score and an official one comes first more often."""
    known = base(criterion("speed", *rated, base="high"))
    stated = Profile.model_validate({"fitframe": 1})

    told = advise(compile_rules(known), stated.answers, {})

    for choice in ("ant", "bee"):
        sure = Projects(compile_rules(known), Settings()).stated(stated, choice).sureness
        assert sure == (told.confidence, told.why_confidence)


DOUBTED = base(
    criterion(
        "speed",
        rule("speed/sure", ratings={"ant": 3.97}),
        rule("speed/doubted", ratings={"bee": 4, "cow": 3.98}, evidence=ARTICLE),
        base="high",
    ),
    frameworks="ant bee cow",
)
"""What is in doubt can only fall here, so ant comes first most often, within a point of the highest score."""


def test_what_recommend_names_fits_also_where_another_score_is_a_little_higher() -> None:
    told = advise(compile_rules(DOUBTED), {}, {})
    assert told.recommended == "ant" != max(told.ranking, key=lambda ranked: ranked.score).framework

    result = judged(profile("ant"), DOUBTED, depth=Depth.CONFIDENCE)

    assert (result.verdict, result.best, result.findings) == (Verdict.FITS, "ant", ())


def test_the_highest_score_fits_also_where_recommend_names_what_it_cannot_tell_from_it() -> None:
    result = judged(profile("bee"), DOUBTED, depth=Depth.CONFIDENCE)

    assert (result.verdict, result.best) == (Verdict.FITS, "ant")


def test_of_a_choice_whose_score_is_higher_it_is_told_that_the_best_comes_first_more_often() -> None:
    (finding,) = judged(profile("cow"), DOUBTED).findings

    assert finding.message == "Cow is a defensible choice here: Ant comes first more often."
    assert finding.brief == "Ant comes first more often than Cow"


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_whoever_takes_what_recommend_names_hears_that_it_fits(path: Path) -> None:
    shipped = load_rules()
    told = recommend(shipped, load_profile(path, shipped)).recommended
    if told is None:
        pytest.skip("no framework is named")

    result = judged(f"{path.read_text(encoding='utf-8')}choice: {told}\n".encode(), shipped)

    assert result.verdict is Verdict.FITS


def test_what_is_told_of_the_recommendation_is_told_beside_details_too() -> None:
    results = [judged(profile(), rules(3.5, calibration=MEASURED), depth=depth) for depth in Depth]
    told = [(each.confidence, each.why_confidence, each.how_often, each.share_first) for each in results]

    assert told[Depth.VERDICT] == (None, None, None, None)
    assert None not in told[Depth.CONFIDENCE]
    assert told[Depth.DETAILS] == told[Depth.CONFIDENCE]


def test_a_criterion_that_adds_next_to_nothing_is_no_reason() -> None:
    """Speed puts ant 25 · 8 · 2 / 9 = 44 points ahead; ease, with a weight of 1 and a step of 0.01, puts it 0.03."""
    known = base(
        criterion("speed", rule("speed/r", ratings={"ant": 4, "bee": 2}), base="decisive"),
        criterion("ease", rule("ease/r", ratings={"ant": 3, "bee": 2.99}), base="low"),
    )
    project = Projects(compile_rules(known), Settings()).stated(Profile.model_validate({"fitframe": 1}), "bee")

    assert [reason.criterion for reason in project.reasons] == ["speed"]


def test_no_world_is_drawn_for_more_frameworks_where_the_first_leaves_the_choice_too_few() -> None:
    """Ant is behind bee in 16 % of the worlds; a rival in a toss-up of three needs 20, and the settings ask for 50."""
    compiled = compile_rules(rules(3.4, 1.0))
    answers = {"goal": ("production",), "target": ("server",), "size": "small", "python": "3.13"}
    projects = Projects(compiled, Settings(defensible_share=0.5))
    project = projects.stated(Profile.model_validate({"fitframe": 1, "answers": answers}), "bee")

    assert project.verdict is Verdict.POOR
    assert "shares" not in vars(project)


def evaluators(count: int) -> list[Evaluator]:
    """Those of so many projects, of which each gives another answer than the one before it."""
    projects = Projects(compile_rules(rules()), Settings())
    answers = [{"size": ("small", "medium", "large")[n % 3]} for n in range(count)]
    return [projects.stated(Profile.model_validate({"fitframe": 1, "answers": a}), "bee").evaluator for a in answers]


def test_what_is_remembered_of_one_project_serves_the_next() -> None:
    assert len(set(map(id, evaluators(40)))) == 1


def test_what_is_remembered_starts_anew_where_it_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fitframe.checking.project._REMEMBERED", 0)
    monkeypatch.setattr("fitframe.checking.project._PROJECTS", 0)
    monkeypatch.setattr("fitframe.checking.project._SELDOM", 8)

    found = evaluators(8)

    assert found[0] is found[2]
    assert found[2] is not found[4]

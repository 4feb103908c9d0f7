"""Whole conversations in typed lines, at a real terminal.

The rule base beside this file is small enough to reckon with. Comfort (weight 2) rates Red 2 and Blue 3: Blue leads by
25 points. On a phone, a must-have rates Red 4 and Blue 1, and nothing else can make up for that. On a server, a small
budget (weight 1, Red 4, Blue 1) makes it (4+4)/3 against (6+1)/3, so Red comes first; with a big one it takes more than
what is left, a team of beginners (weight 1, Red 3, Blue 2): (4+3)/3 against (6+2)/3.
"""

from __future__ import annotations

import os
import select
import signal
import time

import pytest

from fitframe import load_rules
from tests.ask.conftest import Sit

SURE = "Sure enough: Red stays first in 100 % of 360 ways to give the remaining 2 answers"


def test_a_whole_run_ends_with_advice_and_a_profile(sit: Sit) -> None:
    person = sit("--until=settled")

    assert "Where does it run? (choose one or more)" in person.sees()
    assert "How large is the budget?" in person.types("server")
    review = person.types("2").replace("\n", " ")
    assert "2 of 4 questions asked. No combination of the remaining answers that we tried changes that Blue" in review
    assert "What is the project called?" in person.types("")
    person.terminal.sendline("Shop")

    assert person.leaves() == 0
    assert "Shop\nRecommended: Blue" in person.seen
    assert "You said: target server, budget big." in person.seen
    assert "Saved as fitframe.yaml" in person.seen
    assert "fitframe compare blue red: what would change the order" in person.seen
    assert person.answers("fitframe.yaml") == {"target": ("server",), "budget": "big"}
    assert person.profile().name == "Shop"
    assert not (person.folder / "fitframe.yaml.part").exists()


def test_an_answer_can_be_gone_back_to_and_changed(sit: Sit) -> None:
    person = sit()
    person.sees()
    person.types("server")

    again = person.types("b")
    assert "Where does it run?" in again
    assert "on a server of your own or in somebody's cloud (your answer)" in again
    assert SURE in person.types("phone").replace("\n", " ")
    assert person.answers() == {"target": ("phone",)}


def test_enter_keeps_an_answer_that_was_gone_back_to(sit: Sit) -> None:
    person = sit()
    person.sees()

    assert "How large is the budget?" in person.types("server", "b", "")
    assert person.answers() == {"target": ("server",)}
    assert "This is the first question." in person.types("b", "b")


def test_any_answer_can_be_changed_in_the_review(sit: Sit) -> None:
    person = sit("--until=all")
    person.sees()
    review = person.types("server", "big", "senior", "low")

    assert "2  Budget: money is no matter" in review
    assert "How large is the budget?" in person.types("2")
    assert "2  Budget: every cent counts" in person.types("small")
    person.types("")
    person.terminal.sendline("")
    assert person.leaves() == 0
    assert "Untitled project\nRecommended: Red" in person.seen


def test_a_question_that_is_no_longer_asked_loses_its_answer_and_says_so(sit: Sit) -> None:
    person = sit("--until=all")
    person.sees()
    review = person.types("server", "big", "senior", "low")
    assert "Load: a few" in review

    review = person.types("1", "none")

    assert "No longer asked, so its answer is dropped: Load." in review
    assert "Load: a few" not in review
    assert "load" not in person.answers()


def test_a_question_mark_tells_why_and_what_each_answer_would_do(sit: Sit) -> None:
    person = sit()
    person.sees()

    told = person.types("?")

    assert "Why we ask: Not everything runs everywhere." in told
    # phone: Red (2·2+8·4)/10 = 3.6 and 25·(0.6·3.6+0.4·4) = 94 from 50; Blue 1.4 and 31 from 75
    assert "1  on a phone: puts Red first, Blue -44.0, Red +44.0" in told
    assert "3  nowhere outside of notebooks: nothing moves" in told


def test_skipping_leaves_a_question_open_and_not_knowing_is_an_answer(sit: Sit) -> None:
    person = sit("--until=all")
    person.sees()

    review = person.types("0", "s", "s")

    assert "1  Target: don't know" in review
    assert "skipped" in review
    assert person.answers() == {"target": "unknown"}


def test_a_stop_says_what_it_takes_to_stay_open_and_what_is_worth_finding_out(sit: Sit) -> None:
    """With no team that is all new, a big load favours Blue too: only a small budget can put Red first."""
    person = sit("--set", "team=senior", "--until=settled")
    person.sees()

    review = person.types("server", "0").replace("\n", " ")

    assert "changes that Blue comes first, as long as what you don't know stays open." in review
    assert "stays open. To find out more about Budget could change it." in review


def test_a_question_left_open_that_could_change_nothing_is_not_named(sit: Sit) -> None:
    """On a phone Red leads by 63 points; load helps Blue most, and only servers have it."""
    person = sit("--until=all", "--set", "target=phone")
    person.sees()
    person.types("0")
    person.terminal.sendline("q")
    person.leaves()

    review = sit("--resume", "--until=settled").sees().replace("\n", " ")

    assert "as long as what you don't know stays open." in review
    assert "find out more" not in review


def test_going_on_after_a_stop_asks_the_rest(sit: Sit) -> None:
    person = sit()
    person.sees()
    assert "Ask the remaining questions too" in person.types("phone")

    assert "Question 2, about 1 more\n" in person.types("m")


@pytest.mark.parametrize("answered", range(5))
def test_control_c_at_every_question_saves_and_says_how_to_go_on(sit: Sit, answered: int) -> None:
    answers = {"server": "target", "big": "budget", "senior": "team", "low": "load"}
    typed = list(answers)[:answered]
    person = sit("--until=all", "--save", "my shop.yaml")
    person.sees()
    person.types(*typed)

    person.presses("c")

    assert person.leaves() == 130
    assert "To go on: fitframe ask --resume --save 'my shop.yaml' --until=all" in person.seen
    assert "Traceback" not in person.seen
    assert set(person.answers("my shop.yaml.part")) == {answers[line] for line in typed}


def test_a_kill_loses_nothing(sit: Sit) -> None:
    person = sit()
    person.sees()
    person.types("server")
    person.terminal.kill(signal.SIGKILL)
    assert person.leaves() == 128 + signal.SIGKILL

    person = sit("--resume")
    assert "How large is the budget?" in person.sees()
    assert "Question 2, about 2 more\n" in person.seen
    assert "(your answer)" in person.types("b")


def test_a_closed_terminal_loses_nothing(sit: Sit) -> None:
    person = sit()
    person.sees()
    person.types("server")

    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), person.terminal.child_fd)  # the last that held the terminal open
    for _ in range(100):
        if not person.terminal.isalive():
            break
        time.sleep(0.05)

    assert not person.terminal.isalive()
    assert person.answers() == {"target": ("server",)}


def test_the_end_of_input_saves_and_is_130(sit: Sit) -> None:
    person = sit()
    person.sees()
    person.types("server")
    person.terminal.sendeof()

    assert person.leaves() == 130
    assert "To go on: fitframe ask --resume" in person.seen
    assert person.answers() == {"target": ("server",)}


def test_quitting_saves_and_is_fine(sit: Sit) -> None:
    person = sit()
    person.sees()
    person.types("server")
    person.terminal.sendline("q")

    assert person.leaves() == 0
    assert "Your answers are saved. To go on: fitframe ask --resume" in person.seen
    assert person.answers() == {"target": ("server",)}


def test_an_unfinished_questionnaire_is_never_dropped_unasked(sit: Sit) -> None:
    person = sit()
    person.sees()
    person.types("server")
    person.terminal.sendline("q")
    person.leaves()

    person = sit("--set", "team=senior")
    assert "A questionnaire with 1 answer was left unfinished in fitframe.yaml.part." in person.sees()
    assert "How large is the budget?" in person.types("g")
    assert person.answers() == {"target": ("server",), "team": "senior"}


def test_a_file_is_never_replaced_without_a_yes(sit: Sit) -> None:
    person = sit("--save=mine.yaml")
    (person.folder / "mine.yaml").write_text("mine")
    person.sees()
    person.types("phone", "")

    assert "mine.yaml already exists. Overwrite it? Its comments will be lost." in person.types("")
    assert "Which file shall be written?" in person.types("n")
    person.terminal.sendline("other.yaml")

    assert person.leaves() == 0
    assert (person.folder / "mine.yaml").read_text() == "mine"
    assert person.answers("other.yaml") == {"target": ("phone",)}


def test_q_at_the_name_of_a_file_quits_and_writes_none(sit: Sit) -> None:
    person = sit("--save=mine.yaml")
    (person.folder / "mine.yaml").write_text("mine")
    person.sees()
    person.types("phone", "", "", "n")
    person.terminal.sendline("q")

    assert person.leaves() == 0
    assert "Your answers are saved. To go on: fitframe ask --resume --save mine.yaml" in person.seen
    assert sorted(path.name for path in person.folder.iterdir()) == ["mine.yaml", "mine.yaml.part"]


def test_an_arrow_key_in_the_review_accepts_nothing(sit: Sit) -> None:
    person = sit()
    person.sees()
    person.types("phone")

    assert "Press Enter, or type 1 or m." in person.types("\x1b[B?")
    assert "'phone' is none of the choices." in person.types("\x1b[A\x1b[A")  # the line before the last
    assert person.terminal.isalive()
    assert not (person.folder / "fitframe.yaml").exists()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Type a number from 1 to 3"),
        ("zebra", "'zebra' is none of the choices."),
        ("9", "There is no choice 9."),
        ("-1", "'-1' is none of the choices."),
        ("³", "'³' is none of the choices."),
        ("1,none", "'none' stands alone"),
        ("0 1", "don't know stands alone"),
        ("phone" * 100, "That is longer than any answer."),
        ("\x1b[31mred", "red' is none of the choices."),
        ("zebra\x1b[D\x1b[D", "'zebra' is none of the choices."),
        ("\x1b[A", "Type a number from 1 to 3"),
        ("\x1bOA\x1b[3~", "Type a number from 1 to 3"),
        ("\x1b]0;title\x07", "is none of the choices."),
        ("\x00", "Type a number from 1 to 3"),
    ],
)
def test_wrong_input_is_told_and_changes_nothing(sit: Sit, typed: str, told: str) -> None:
    person = sit()
    person.sees()

    shown = person.types(typed)

    assert told in shown
    assert "\x1b[31m" not in shown
    assert "\x1b]" not in shown
    assert "\\x1b" not in shown
    assert person.answers() == {}


def test_bytes_that_are_no_text_are_told(sit: Sit) -> None:
    person = sit()
    person.sees()
    os.write(person.terminal.child_fd, b"\xff\xfe\x80phone\n")

    assert "is none of the choices." in person.sees()
    assert person.answers() == {}


@pytest.mark.parametrize("paste", ["1\n" * 500_000, "x" * 1_000_000 + "\n"], ids=["many lines", "one line"])
def test_a_pasted_megabyte_is_not_taken_for_answers(sit: Sit, paste: str) -> None:
    person = sit()
    person.sees()
    content, sent = paste.encode(), 0
    person.terminal.delaybeforesend = None
    while sent < len(content):
        sent += os.write(person.terminal.child_fd, content[sent : sent + 1024])
        person.seen += (
            person.terminal.read_nonblocking(65536, timeout=None) if _echoes(person.terminal.child_fd) else ""
        )
    person.terminal.expect("(none was taken|longer than any answer)")
    person.terminal.expect("> $")

    assert person.answers() == {}
    assert "How large is the budget?" in person.types("server")


def _echoes(terminal: int) -> bool:
    return bool(select.select([terminal], [], [], 0)[0])


def test_accessible_mode_has_no_escapes_and_says_everything_in_lines(sit: Sit) -> None:
    person = sit("--accessible", "--until=all", columns=40, TERM="xterm")
    first = person.sees()
    second = person.types("server", "?")
    person.types("big", "s", "s", "")
    person.terminal.sendline("")

    assert person.leaves() == 0
    assert "Blue" not in first  # nobody leads before the opening is answered
    assert "1  on a phone\n" in first
    assert "every cent counts: puts Red first, Blue" in second
    assert "Blue: score 75.0, first in" in person.seen
    assert "\x1b" not in person.seen
    assert "█" not in person.seen
    assert "Recommended: Blue" in person.seen


@pytest.mark.parametrize("name", ["ACCESSIBLE", "FITFRAME_ACCESSIBLE"])
def test_the_environment_can_ask_for_the_accessible_form(sit: Sit, name: str) -> None:
    assert "\x1b" not in sit(TERM="xterm", **{name: "1"}).sees()


def test_the_environment_can_say_that_it_is_not_wanted(sit: Sit) -> None:
    assert "\x1b[?1049h" in sit(TERM="xterm", ACCESSIBLE="0").sees("Where does it run")


def test_only_what_a_profile_leaves_open_is_asked(sit: Sit) -> None:
    person = sit("mine.yaml", "--set", "budget=big", "--until=all")
    (person.folder / "mine.yaml").write_text(
        "fitframe: 1\nname: Shop\nanswers: {target: [server]}\npriorities: {cost: high}\nchoice: red\n"
    )
    first = person.sees()
    assert "2 answers found in mine.yaml" in first
    assert "Where does it run?" not in first
    assert "How large is the budget?" not in first

    person.types("s", "s")
    person.terminal.sendline("")
    assert person.leaves() == 0
    saved = person.profile("mine.yaml")
    assert (saved.name, saved.choice, saved.priorities) == ("Shop", "red", {"cost": "high"})
    assert saved.answers == {"target": ("server",), "budget": "big"}


def test_a_profile_that_is_there_is_read_first_and_keeps_its_comments(sit: Sit) -> None:
    person = sit("--until=all")
    (person.folder / "fitframe.yaml").write_text(
        "# ours\nfitframe: 1\nname: Shop   # the one in town\nanswers:\n  target: [server]   # as agreed\n"
        "  team: senior\ndecided: {choice: red, on: 2024-05-02}   # by Ann\n"
    )
    first = person.sees()
    assert "Where does it run?" not in first
    person.types("big", "low", "team", "beginner")
    person.terminal.sendline("")

    assert person.leaves() == 0
    assert (person.folder / "fitframe.yaml").read_text() == (
        "# ours\nfitframe: 1\nname: Shop   # the one in town\nanswers:\n  target: [server]   # as agreed\n"
        "  team: beginner\n  # How large is the budget?\n  #   big: money is no matter\n  budget: big\n"
        "  # How many requests will it get?\n  #   low: a few\n  load: low\n"
        "decided: {choice: red, on: 2024-05-02}   # by Ann\n"
    )


def test_a_profile_that_cannot_be_read_is_told_before_anything_is_asked(sit: Sit) -> None:
    person = sit()
    (person.folder / "fitframe.yaml").write_text("fitframe: 1\nanswers: {colour: red}\n")

    assert person.leaves() == 2
    assert "fitframe.yaml:2:11: unknown question 'colour'" in person.seen
    assert sorted(path.name for path in person.folder.iterdir()) == ["fitframe.yaml"]


def test_answers_that_older_rules_took_are_dropped_and_told(sit: Sit) -> None:
    person = sit("--resume")
    (person.folder / "fitframe.yaml.part").write_text(
        "fitframe: 1\nanswers: {target: [server], size: large, team: old}\n"
    )

    first = person.sees().replace("\n", " ")

    assert "No longer fits, so it is dropped: unknown question 'size'" in first
    assert "No longer fits, so it is dropped: 'team' has no choice 'old'" in first
    assert person.answers() == {"target": ("server",)}


def test_a_half_done_file_that_is_no_profile_can_be_begun_anew(sit: Sit) -> None:
    person = sit()
    (person.folder / "fitframe.yaml.part").write_text("answers: [\n")

    assert "left unfinished cannot be read: fitframe.yaml.part:2:1:" in person.sees().replace("\n", " ")
    assert "Where does it run?" in person.types("n")
    assert person.answers() == {}


def test_two_at_one_profile_the_second_is_told_and_asked(sit: Sit) -> None:
    first = sit("--until=all")
    first.sees()
    first.types("server")

    second = sit("--until=all")
    assert "A questionnaire with 1 answer seems to be open in another window" in second.sees()
    second.types("g", "big")
    asked = first.types("small")

    assert "has saved other answers in fitframe.yaml.part. What shall count?" in asked.replace("\n", " ")
    assert first.answers() == {"target": ("server",), "budget": "big"}
    first.types("1")
    assert first.answers() == {"target": ("server",), "budget": "small"}


def test_where_the_other_one_has_finished_nothing_of_mine_is_lost(sit: Sit) -> None:
    """The other's answers are in the profile by then, and saving mine asks before it replaces that."""
    first = sit("--until=all")
    first.sees()
    first.types("server")
    second = sit("--until=all")
    second.sees()
    second.types("g")
    first.types("big", "2", "senior", "low", "")
    first.terminal.sendline("First")
    assert first.leaves() == 0
    assert first.answers("fitframe.yaml")["budget"] == "big"

    second.types("small", "low", "senior", "")
    asked = second.types("Second")
    assert "fitframe.yaml already exists. Overwrite it?" in asked
    second.terminal.sendline("y")
    assert second.leaves() == 0
    assert second.answers("fitframe.yaml")["budget"] == "small"


@pytest.mark.parametrize(
    ("letter", "answers"), [("2", {"target": ("phone",)}), ("3", {"target": ("server",), "team": "senior"})]
)
def test_of_two_at_one_profile_either_may_count(sit: Sit, letter: str, answers: dict[str, object]) -> None:
    person = sit("--until=all")
    person.sees()
    theirs = "fitframe: 1\nanswers: {target: [server], team: senior}\n"
    (person.folder / "fitframe.yaml.part").write_text(theirs)

    person.types("phone", letter)

    assert person.answers() == answers


def test_answers_that_seldom_go_together_are_asked_about_at_once(sit: Sit) -> None:
    person = sit("--until=all")
    person.sees()
    person.types("phone", "beginner")

    asked = person.types("small")
    assert "Beginners seldom build for phones on a small budget." in asked
    assert "Is there more money, or somebody who has done it before?" in asked
    assert "3  Budget: every cent counts" in asked
    assert "How experienced is the team?" in person.types("2")
    assert "Your answers" in person.types("senior")
    assert person.answers() == {"target": ("phone",), "team": "senior", "budget": "small"}


def test_an_odd_combination_may_stay(sit: Sit) -> None:
    person = sit("--until=all")
    person.sees()
    person.types("phone", "beginner", "small")

    assert "Your answers" in person.types("4")
    assert "How experienced is the team?" in person.types("team")
    assert "Your answers" in person.types("beginner")  # it is not asked about again


def test_a_wish_is_kept_as_a_wish(sit: Sit) -> None:
    person = sit()
    person.sees()
    person.types("server w1")

    saved = person.profile("fitframe.yaml.part")
    assert (saved.answers, saved.wishes) == ({"target": ("server",)}, {"target": ("phone",)})


def test_lines_can_be_edited_and_come_back(sit: Sit) -> None:
    """Home, a letter that was missing; then the line before, by the arrow up."""
    person = sit("--accessible", "--until=all", TERM="xterm")
    person.sees()
    person.terminal.send("erver\x01s\r")  # Control and A goes to the start
    person.sees("How large is the budget")
    person.sees("> $")
    person.types("b")
    person.terminal.send("\x1b[A\x1b[A\r")
    person.sees("How large is the budget")

    assert person.answers() == {"target": ("server",)}


def test_what_code_makes_likely_is_confirmed_first(sit: Sit) -> None:
    """Of a profile that a scan wrote: what is left without a mark is open again."""
    person = sit("mine.yaml", "--until=all")
    (person.folder / "mine.yaml").write_text(
        "fitframe: 1\nname: Shop\nunconfirmed: [team, budget]  # by a scan\n"
        "answers: {target: [phone], team: senior, budget: big}\n"
    )

    asked = person.sees()
    assert "The code makes these answers likely. Which are right?" in asked
    assert "1  Team: has done it before (likely)" in asked
    assert "How experienced is the team?" in person.types("2")
    person.types("beginner")
    person.terminal.sendline("")

    assert person.leaves() == 0
    assert "unconfirmed: []  # by a scan\n" in (person.folder / "mine.yaml").read_text()
    assert person.answers("mine.yaml") == {"target": ("phone",), "team": "beginner", "budget": "big"}


def test_a_repository_answers_what_its_code_shows(sit: Sit) -> None:
    """The shipped rules know by its code what a project trains with; the rest is asked."""
    person = sit("--from=shop", "--accessible", RULES="shipped")
    shop = person.folder / "shop"
    shop.mkdir()
    (shop / "train.py").write_text("import torch\nfrom torch import nn\nmodel = nn.Linear(1, 1)\nmodel.train()\n")
    (shop / "pyproject.toml").write_text("[project]\nname = 'shop'\nversion = '1'\ndependencies = ['torch>=2.4']\n")

    first = person.sees()
    if "Which are right?" in first:
        first += person.types("")

    assert "pytorch" in person.answers(rules=load_rules())["existing-code"]
    assert person.profile("fitframe.yaml.part", load_rules()).unconfirmed == ()

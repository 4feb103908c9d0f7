"""The frame at a real terminal: every key, every size, and what is left of it whatever ends it.

The rule base is the one of test_lines, where its scores are worked out; some tests take the shipped one.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from random import Random

import pytest

from fitframe import load_rules
from tests.ask.conftest import DOWN, END, ENTER, HOME, UP, Watch, Watcher

SCREENS = Path(__file__).parent / "screens"


def pointed(person: Watcher) -> str:
    """The choice at which the pointer stands."""
    return next(line for line in person.lines if line.startswith(">"))


def test_a_whole_run_ends_with_advice_and_a_profile(watch: Watch) -> None:
    person = watch()
    person.reads("Where does it run? (one or more)")
    assert person.lines[0] == "Question 1, about 2 more"
    assert "Blue" not in person.screen  # nobody leads before the opening is answered

    person.press("2" + ENTER, "How large is the budget?")
    assert "Blue" in person.words
    person.press("2" + ENTER, "Your answers")
    person.press(ENTER, "What is the project called?")
    person.press("Shop" + ENTER, "report.html: a page to show")

    assert person.leaves() == 0
    assert "Shop\nRecommended: Blue." in person.screen
    assert person.answers("fitframe.yaml") == {"target": ("server",), "budget": "big"}
    assert person.profile().name == "Shop"
    assert not (person.folder / "fitframe.yaml.part").exists()


def test_arrows_letters_and_numbers_move_the_pointer(watch: Watch) -> None:
    person = watch()
    person.reads("Where does it run?")
    assert "on a phone" in pointed(person)

    for key, choice in (
        (DOWN, "on a server"),
        (UP, "on a phone"),
        (UP, "don't know"),
        (DOWN, "on a phone"),
        (END, "don't know"),
        (HOME, "on a phone"),
        ("n", "nowhere"),
        ("2", "on a server"),
        ("p", "on a phone"),
        ("0", "don't know"),
        ("\x1b[5~", "on a phone"),
        ("\x1b[6~", "don't know"),
        ("\t", "on a phone"),
        ("\x1b[Z", "don't know"),
    ):
        person.press(key, "Where does it run?")
        assert choice in pointed(person), f"after {key!r}"
    assert person.answers() == {}


def test_space_marks_several_and_enter_takes_what_is_marked(watch: Watch) -> None:
    person = watch("--until=all")
    person.reads("Where does it run?")

    person.press(" " + DOWN + " " + DOWN, "[x] 2")
    assert "[x] 1 on a phone" in person.words
    person.press(ENTER, "How")

    assert person.answers() == {"target": ("phone", "server")}


def test_what_stands_alone_takes_the_other_marks_away(watch: Watch) -> None:
    person = watch()
    person.reads("Where does it run?")

    person.press(" 3", "[x] 3")
    assert "[ ] 1 on a phone" in person.words
    person.press("1", "[x] 1")
    assert "[ ] 3" in person.words
    person.press(" ", "[ ] 1")


def test_w_marks_a_wish_and_not_one_that_cannot_be(watch: Watch) -> None:
    person = watch()
    person.reads("Where does it run?")

    person.press(END + "w", "That cannot be a wish.")
    person.press(HOME + "w", "[w] 1")
    person.press("2" + ENTER, "Question 2")

    saved = person.profile("fitframe.yaml.part")
    assert (saved.answers, saved.wishes) == ({"target": ("server",)}, {"target": ("phone",)})
    person.press("b", "[w] 1 on a phone")
    assert "[x] 2" in person.words


def test_a_question_mark_shows_what_each_answer_would_do_and_hides_it_again(watch: Watch) -> None:
    person = watch()
    person.reads("Where does it run?")

    person.press("?", "puts Red first, Blue -44.0, Red +44.0")
    assert "Why we ask: Not everything runs everywhere." in person.words
    person.press("?", "every answer is saved")
    assert "puts Red first" not in person.screen


def test_b_goes_back_and_s_skips(watch: Watch) -> None:
    person = watch("--until=all")
    person.reads("Where does it run?")
    person.press("b", "This is the first question.")

    person.press("s", "Question 2")
    person.press("b", "Question 1")
    person.press("1" + ENTER, "Question 2")

    assert person.answers() == {"target": ("phone",)}


def test_any_answer_can_be_changed_in_the_summary_and_the_rest_be_asked(watch: Watch) -> None:
    person = watch()
    person.reads("Where does it run?")
    person.press("1" + ENTER, "Your answers")
    assert "> Show the advice and save the profile" in person.words

    person.press("1" + ENTER, "[x] 1 on a phone")
    person.press("3" + ENTER, "Question 2")
    assert person.answers() == {"target": ("none",)}
    person.press("b1" + ENTER, "Your answers")
    person.press("m" + ENTER, "Question 2")


def test_e_is_enough_once_the_opening_is_answered(watch: Watch) -> None:
    person = watch()
    person.reads("Where does it run?")
    assert "e enough" not in person.words
    person.press("2" + ENTER, "e enough")

    person.press("e", "1 of about 4 questions asked; the remaining answers could change the advice.")
    person.press("m" + ENTER, "How large is the budget?")


def test_answers_that_seldom_go_together_are_asked_about_at_once(watch: Watch) -> None:
    person = watch("--until=all", "--set", "target=phone", "--set", "team=beginner")
    person.reads("How large is the budget?")

    person.press("1" + ENTER, "These answers seldom go together")
    assert "Beginners seldom build for phones on a small budget." in person.words
    person.press("2" + ENTER, "How experienced is the team?")
    person.press("2" + ENTER, "Your answers")

    assert person.answers() == {"target": ("phone",), "team": "senior", "budget": "small"}


def test_q_saves_and_quits(watch: Watch) -> None:
    person = watch()
    person.reads("Where does it run?")
    person.press("2" + ENTER, "How large is the budget?")
    person.press("q", "To go on: fitframe ask --resume")

    assert person.leaves() == 0
    assert person.answers() == {"target": ("server",)}


@pytest.mark.parametrize(("key", "code"), [("c", 130), ("d", 130)])
def test_control_c_and_the_end_of_input_save_and_say_how_to_go_on(watch: Watch, key: str, code: int) -> None:
    person = watch("--save", "my shop.yaml")
    person.reads("Where does it run?")
    person.press("2" + ENTER, "How large is the budget?")
    person.presses(key)

    assert person.leaves() == code
    assert "To go on: fitframe ask --resume --save 'my shop.yaml'" in person.seen
    assert "Traceback" not in person.seen
    assert person.answers("my shop.yaml.part") == {"target": ("server",)}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_leaves_the_terminal_as_it_was(watch: Watch, number: int) -> None:
    person = watch()
    person.reads("Where does it run?")
    person.press("2" + ENTER, "How large is the budget?")
    os.kill(person.terminal.pid, number)

    assert person.leaves() == 130
    assert "\x1b[?1049l" in person.seen  # the other screen is left
    assert "Your answers are saved." in person.seen
    assert person.answers() == {"target": ("server",)}


@pytest.mark.parametrize("number", range(8))
def test_a_kill_at_any_moment_loses_no_answer_that_was_taken(watch: Watch, number: int) -> None:
    """After each answer a kill comes at a moment by chance; whatever was on the screen as taken is there."""
    chance = Random(number)  # noqa: S311 - repeatable chance is the point
    person = watch("--until=all")
    person.reads("Where does it run?")
    taken = 0
    for _ in range(chance.randint(0, 3)):
        person.press(f"{chance.randint(1, 2)}{ENTER}", f"Question {taken + 2}" if taken < 3 else "Your answers")
        taken += 1
    person.terminal.send(f"{chance.randint(1, 2)}{ENTER}")
    time.sleep(chance.random() * 0.1)
    os.kill(person.terminal.pid, signal.SIGKILL)
    person.leaves()

    assert taken <= len(person.answers()) <= taken + 1
    again = watch("--resume", "--until=all")
    again.reads("arrows move")


def test_a_window_that_changes_its_size_is_drawn_anew(watch: Watch) -> None:
    person = watch()
    person.reads("Where does it run?")
    person.press("2" + ENTER, "How large is the budget?")

    person.resize(40, 120)
    person.reads("How large is the budget?")
    assert person.lines[38].startswith("arrows move")
    person.resize(14, 44)
    person.reads("How large is the budget?")
    assert "every cent counts" in person.words
    assert "First in" not in person.screen  # there is no room for it
    person.resize(24, 80)
    person.press("2" + ENTER, "Your answers")


def test_keys_that_come_before_a_question_shows_do_not_answer_it(watch: Watch) -> None:
    person = watch("--until=all")
    person.reads("Where does it run?")

    person.terminal.send("2" + ENTER + "1" + ENTER + "1" + ENTER)
    person.reads("Question 2")

    assert person.answers() == {"target": ("server",)}


def test_a_paste_is_not_taken_for_answers(watch: Watch) -> None:
    person = watch()
    person.reads("Where does it run?")
    person.terminal.send("\x1b[200~" + "1\n" * 1000 + "\x1b[201~")
    person.reads("Several keys came at once, and none was taken.")

    assert person.answers() == {}


def test_a_name_is_edited_as_any_line_is(watch: Watch) -> None:
    person = watch("--set=target=phone", "--set=budget=big", "--set=team=senior")
    person.reads("Your answers")
    person.press(ENTER, "What is the project called?")
    person.press("hop\x1b[D\x1b[D\x1b[DSq\x1b[3~", "Sqop")
    person.press("\x01\x0bShelf" + ENTER, "Saved as")

    assert person.leaves() == 0
    assert person.profile().name == "Shelf"


def test_the_opening_comes_first_and_in_its_order(watch: Watch) -> None:
    """With the shipped rules, on which each question is told from the profile that is kept."""
    person = watch(RULES="shipped")
    asked = []
    for number in range(1, 8):
        person.reads(f"Question {number},")
        assert "First in" not in person.screen
        before = set(person.answers(rules=load_rules()))
        person.press("0" + ENTER, f"Question {number + 1},")
        asked += [name for name in person.answers(rules=load_rules()) if name not in before]

    assert tuple(asked) == load_rules().opening
    assert "First in" in person.words


def test_one_look_at_a_checklist_answers_what_is_usual_and_asks_for_the_rest(watch: Watch) -> None:
    given = ("decision=start", "goal=research", "data-kind=text", "deployment=server", "existing-code=none")
    sets = [f"--set={one}" for one in (*given, "model-kind=standard", "model-family=other")]
    person = watch(*sets, RULES="shipped")
    person.reads("Which of these hold for the project?")
    listed = [line.split("]")[1].split(maxsplit=1) for line in person.lines if "[ ]" in line]
    size, special = (next(n for n, words in listed if found in words) for found in ("size or ease", "mathematics"))

    person.press(size + special + ENTER, "Does the size or ease of what is installed")
    answers = person.answers(rules=load_rules())
    assert answers["imposed-runtime"] == ("none",)
    assert not {"install", "demands"} & answers.keys()
    person.press("1" + ENTER, "Does the mathematics or the code need anything")
    person.press("bb", "Which of these hold for the project?")
    marked = [line for line in person.lines if "[x]" in line]
    assert len(marked) == 2
    person.press(special + ENTER, "Out of the ordinary: Size of installation; the rest is")
    assert person.answers(rules=load_rules())["demands"] == ("none",)


def test_a_long_list_scrolls_with_the_pointer(watch: Watch) -> None:
    person = watch("--set=decision=start", "--set=goal=research", "--set=data-kind=text", RULES="shipped")
    person.reads("What kind of model will it be?")
    person.press("2" + ENTER, "To which of these families does the work belong?")
    assert "don't know" not in person.screen

    person.press(END, "don't know")
    assert "training a large language model" not in person.screen
    person.press("12", "> [ ] 12 robots and imitation")
    assert [line for line in person.lines if "of these families" in line]


SHOWN: dict[str, tuple[tuple[int, int], str, str]] = {
    "first-80x24.txt": ((24, 80), "", "Where does it run?"),
    "second-80x24.txt": ((24, 80), "2" + ENTER, "How large is the budget?"),
    "why-80x24.txt": ((24, 80), "2" + ENTER + "?", "Why we ask"),
    "summary-80x24.txt": ((24, 80), "1" + ENTER, "Your answers"),
    "first-120x40.txt": ((40, 120), "", "Where does it run?"),
    "second-120x40.txt": ((40, 120), "2" + ENTER, "How large is the budget?"),
    "why-120x40.txt": ((40, 120), "2" + ENTER + "?", "Why we ask"),
    "summary-120x40.txt": ((40, 120), "1" + ENTER, "Your answers"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_screen_reads_as_expected(watch: Watch, name: str) -> None:
    (rows, columns), keys, words = SHOWN[name]
    person = watch(rows=rows, columns=columns)
    person.reads("Where does it run?")
    if keys:
        first, _, more = keys.partition(ENTER)
        person.press(first + ENTER, "answers" if "summary" in name else "Question 2")
        if more:
            person.press(more, words)

    assert person.reads(words) == (SCREENS / name).read_text(encoding="utf-8").rstrip("\n")


def test_every_expected_screen_is_compared() -> None:
    assert {path.name for path in SCREENS.iterdir()} == set(SHOWN)

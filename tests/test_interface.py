"""The Python interface: what `import fitframe` offers, and how its values show themselves."""

from __future__ import annotations

import inspect
import json
import pydoc
import subprocess
import sys
from pathlib import Path

import pytest

import fitframe
from fitframe import InputError, load_rules, profile_from, recommend, report
from fitframe.model.rulebase import RuleBase

FUNCTIONS = ("check", "compare", "explain", "load_profile", "load_rules", "profile_from", "recommend", "report")
TYPES = ("Advice", "InputError", "Profile", "Recommendation", "RuleBase")


@pytest.fixture(scope="module")
def rules() -> RuleBase:
    return load_rules()


@pytest.fixture(scope="module")
def advice(rules: RuleBase) -> fitframe.Advice:
    return recommend(rules, profile_from({"name": "Shelf", "answers": {"goal": "production"}}, rules))


def test_dir_and_help_show_it() -> None:
    assert dir(fitframe) == sorted(fitframe.__all__)
    shown = pydoc.plain(pydoc.render_doc(fitframe))
    for name in FUNCTIONS:
        assert f"\n    {name}(" in shown
        assert inspect.getdoc(getattr(fitframe, name))
    for name in TYPES:
        assert f"class {name}(" in shown


def test_nothing_is_loaded_before_it_is_used() -> None:
    program = "import fitframe, sys; print([name for name in sys.modules if name.startswith('fitframe.')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "['fitframe.version']\n"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'recomend'"):
        fitframe.recomend  # noqa: B018


def test_values_are_short_to_look_at(rules: RuleBase, advice: fitframe.Advice) -> None:
    count = sum(len(criterion.rules) for criterion in rules.criteria.values())

    assert repr(rules) == str(rules) == f"<RuleBase {rules.version}: {len(rules.criteria)} criteria, {count} rules>"
    others = ", ".join(ranked.framework for ranked in advice.ranking[1:])
    assert repr(advice) == f"<Advice: {advice.recommended} ({advice.confidence}), ahead of {others}>"
    versus = fitframe.compare(rules, profile_from({}, rules), "pytorch", "jax")
    assert repr(versus).startswith("<Versus: pytorch ")
    assert len(repr(fitframe.explain(rules, "pytorch"))) < 200


def test_advice_is_no_sequence(advice: fitframe.Advice) -> None:
    assert isinstance(advice, fitframe.Recommendation)
    with pytest.raises(TypeError):
        len(advice)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        json.dumps(advice)
    assert json.loads(json.dumps(advice.to_dict()))["profile"] == {"name": "Shelf"}


def test_a_notebook_shows_a_page(advice: fitframe.Advice) -> None:
    assert advice._repr_markdown_().startswith("# Shelf\n")
    page = advice._repr_html_()
    assert page.startswith("<h1>Shelf</h1>")
    assert "<table>" in page
    assert str(advice).startswith("Shelf\n")


def test_a_notebook_obeys_no_name(rules: RuleBase) -> None:
    shown = recommend(rules, profile_from({"name": "<script>x</script>"}, rules))._repr_html_()

    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_thorough_advice_tells_more(rules: RuleBase) -> None:
    told: list[str] = []
    profile = profile_from({"answers": {"goal": "production", "deployment": ["android"]}}, rules)

    found = recommend(rules, profile, thorough=True, tell=told.append)

    assert found == recommend(rules, profile)  # the answer is the same
    assert found.closer is not None
    assert told[0] == "the advice"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"as_of": "yesterday"}, "as_of takes a day such as 2026-11-20, got 'yesterday'"),
        ({"between": "pytorch"}, "between takes a list of names, got the text 'pytorch'"),
        ({"sources": ["article-0000"]}, "unknown source 'article-0000', did you mean 'article-000'?"),
        ({"sources": ["zzz"]}, "unknown source 'zzz'; the groups of sources are articles"),
        ({"between": ["pytorhc"]}, "unknown framework 'pytorhc', did you mean 'pytorch'?"),
    ],
)
def test_errors_speak_of_arguments(rules: RuleBase, arguments: dict[str, object], told: str) -> None:
    with pytest.raises(InputError) as caught:
        recommend(rules, profile_from({}, rules), **arguments)  # type: ignore[arg-type]

    assert str(caught.value).startswith(told)
    assert "--" not in str(caught.value)


def test_report_says_which_formats_there_are(rules: RuleBase) -> None:
    with pytest.raises(InputError, match="format is 'html', 'markdown' or 'svg', got 'pdf'"):
        report(rules, profile_from({}, rules), "pdf")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="today takes a day"):
        report(rules, profile_from({}, rules), "markdown", today="soon")


def test_check_takes_one_path_or_several(tmp_path: Path) -> None:
    path = tmp_path / "fitframe.yaml"
    path.write_text("fitframe: 1\nchoice: pytorch\n")

    for paths in (str(path), path, [str(path)], (path,)):
        assert len(fitframe.check(paths)) == 1

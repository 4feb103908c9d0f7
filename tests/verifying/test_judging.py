"""Whether an answer is what a probe expects, kind by kind. Names of files are made up in the form of PEP 427."""

from __future__ import annotations

from typing import Any

import pytest

from fitframe.model.evidence import Query
from fitframe.verifying.judging import judge
from fitframe.verifying.requests import NonsenseError, Request, kept, request_for, words_of
from tests.verifying.build import file

WHEELS = {
    "files": [
        file("thing-1.0-cp312-cp312-manylinux_2_28_x86_64.whl", ">=3.10", "2026-01-01"),
        file("thing-1.1-cp313-cp313-macosx_12_0_universal2.whl", ">=3.10", "2026-02-01"),
        file("thing-1.1-cp310-abi3-win_amd64.whl", ">=3.10", "2026-02-01"),
        file("thing-1.2rc1-cp314-cp314-manylinux_2_28_x86_64.whl", ">=3.10", "2026-03-01"),
        file("thing-1.3-cp314-cp314-manylinux_2_28_x86_64.whl", ">=3.10", "2026-04-01", yanked=True),
        file("thing-1.1.tar.gz", ">=3.10", "2026-02-01"),
        file("thing-1.1-py3.7.egg", None, "2026-02-01"),
    ],
    "status": "active",
}


def holds(query: dict[str, Any], expect: str, value: Any, day: str = "2026-11-29") -> bool:
    asked = Query.model_validate(query)
    assert asked.unexpectable(expect) is None
    return judge(asked, expect, value, day).holds


@pytest.mark.parametrize(
    ("python", "platforms", "expect", "held"),
    [
        ("3.12", ["linux-x86_64"], "all", True),
        ("3.12", ["linux-aarch64"], "none", True),
        ("3.13", ["linux-x86_64"], "none", True),  # a wheel of one version of Python is for no other
        ("3.13", ["macos-arm64", "macos-x86_64"], "all", True),  # universal2 is for both
        ("3.12", ["win-amd64"], "all", True),  # abi3 goes on from its version
        ("3.14", ["win-amd64"], "some", True),
        ("3.9", ["win-amd64"], "none", True),  # and is not for older ones
        ("3.14", ["linux-x86_64"], "none", True),  # neither a candidate nor a yanked release counts
        ("3.14", ["linux-x86_64"], "some", False),
        ("3.12", ["linux-x86_64", "macos-arm64"], "all", False),
        ("3.12", ["linux-x86_64", "macos-arm64"], "some", True),
        ("3.12", ["win-arm64"], "none", True),
    ],
)
def test_wheels_are_counted_by_their_tags(python: str, platforms: list[str], expect: str, held: bool) -> None:
    query = {"kind": "wheel", "package": "thing", "python": python, "platforms": platforms}
    assert holds(query, expect, WHEELS) is held


def test_release_candidates_count_where_the_probe_says_so() -> None:
    query = {"kind": "wheel", "package": "thing", "python": "3.14", "platforms": ["linux-x86_64"], "pre": True}
    assert holds(query, "all", WHEELS)


def test_required_python_goes_before_tags() -> None:
    value = {"files": [file("thing-1.0-py3-none-any.whl", ">=3.12")], "status": "active"}
    assert holds({"kind": "wheel", "package": "thing", "python": "3.11"}, "none", value)
    assert holds({"kind": "wheel", "package": "thing", "python": "3.12"}, "some", value)


def test_versions_narrow_the_releases() -> None:
    query = {"kind": "wheel", "package": "thing", "python": "3.12", "platforms": ["linux-x86_64"], "versions": ">=1.1"}
    assert holds(query, "none", WHEELS)


@pytest.mark.parametrize(
    ("field", "expect", "held"),
    [
        ("newest", "<1.2,>=1.1", True),
        ("newest", ">=1.2", False),
        ("requires-python", ">=3.10", True),
        ("requires-python", ">=3.11", False),
        ("released", "before 2026-02-02", True),
        ("released", "since 2026-02-01", True),
        ("released", "before 2026-02-01", False),
    ],
)
def test_metadata_is_that_of_the_newest_finished_release(field: str, expect: str, held: bool) -> None:
    assert holds({"kind": "metadata", "package": "thing", "field": field}, expect, WHEELS) is held


def test_an_index_without_days_says_nothing_of_them() -> None:
    value = {"files": [file("thing-1.0-py3-none-any.whl", None, "")], "status": "active"}
    with pytest.raises(NonsenseError):
        holds({"kind": "metadata", "package": "thing", "field": "released"}, "before 2026-01-01", value)


@pytest.mark.parametrize(
    ("query", "value", "expect", "held"),
    [
        ({"kind": "status", "package": "thing"}, {"status": "archived"}, "archived", True),
        ({"kind": "status", "package": "thing"}, {"status": "archived"}, "active", False),
        ({"kind": "repository", "repository": "a/b"}, {"archived": True}, "archived", True),
        ({"kind": "repository", "repository": "a/b"}, {"archived": False}, "archived", False),
        ({"kind": "thread", "repository": "a/b", "number": 1}, {"state": "merged"}, "merged", True),
        ({"kind": "thread", "repository": "a/b", "number": 1}, {"state": "closed"}, "open", False),
        ({"kind": "npm", "package": "@a/b", "field": "newest"}, {"newest": "4.22.0"}, "<4.23", True),
        ({"kind": "npm", "package": "@a/b", "field": "newest"}, {"newest": "5.0.0-rc.1"}, "<4.23", False),
        (
            {"kind": "npm", "package": "b", "field": "deprecated"},
            {"newest": "1.0.0", "deprecated": True},
            "no",
            False,
        ),
        (
            {"kind": "npm", "package": "b", "field": "released"},
            {"newest": "1.0.0", "released": "2024-12-11"},
            "before 2025-01-01",
            True,
        ),
        (
            {"kind": "end-of-life", "product": "python", "cycle": "3.10"},
            {"cycles": {"3.10": "2026-10-31"}},
            "ended",
            True,
        ),
        (
            {"kind": "end-of-life", "product": "python", "cycle": "3.11"},
            {"cycles": {"3.11": "2027-10-31"}},
            "supported",
            True,
        ),
        (
            {"kind": "end-of-life", "product": "python", "cycle": "3.11"},
            {"cycles": {"3.11": "2027-10-31"}},
            "2027-10-31",
            True,
        ),
        ({"kind": "end-of-life", "product": "python", "cycle": "9.9"}, {"cycles": {}}, "ended", False),
        ({"kind": "repository", "repository": "a/b"}, None, "active", False),  # it is gone
    ],
)
def test_each_kind_holds_what_it_expects(query: dict[str, Any], value: Any, expect: str, held: bool) -> None:
    assert holds(query, expect, value) is held


def test_a_passage_is_found_whatever_its_markup() -> None:
    text = "# Head\n\n**This project** is [no longer](https://example.org/x_y) `actively`\n> maintained.<br/>\n"
    query = {"kind": "passage", "repository": "a/b", "path": "README.md"}
    value = {"text": words_of(text)}
    assert holds({**query, "passage": "This project is no longer actively maintained"}, "present", value)
    assert holds({**query, "passage": "This project is actively maintained"}, "absent", value)


REPLIES = {
    "index": {"files": [{"filename": "a-1.0-py3-none-any.whl"}]},
    "npm": {"dist-tags": {"latest": "1.0.0"}},
    "github": {"archived": False},
    "end-of-life": {"result": {"releases": [{"name": "3.10", "eolFrom": "2026-10-31"}]}},
}


@pytest.mark.parametrize("service", REPLIES)
@pytest.mark.parametrize("body", [b"", b"<html>moved</html>", b"[]", b"{}", b"null", b"\xff\xfe", b"[" * 5000])
def test_a_reply_of_another_form_is_nonsense(service: str, body: bytes) -> None:
    with pytest.raises(NonsenseError):
        kept(Request(service, "x"), body)


def test_names_of_packages_are_asked_for_as_the_index_has_them() -> None:
    asked = Query.model_validate({"kind": "wheel", "package": "Scikit_Learn"})
    assert str(request_for(asked)) == "index:scikit-learn/"
    scoped = Query.model_validate({"kind": "npm", "package": "@tensorflow/tfjs", "field": "newest"})
    assert str(request_for(scoped)) == "npm:@tensorflow%2Ftfjs"

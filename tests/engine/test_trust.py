"""Trust comes from tier and age, and rises when sources agree."""

import pytest

from fitframe.engine.scoring import corroborated, counts, heard, heard_once, rule_sources, source_trust, years_between
from fitframe.model.evidence import Source
from fitframe.model.fields import first_day
from tests.engine.build import ARTICLE, OFFICIAL, SOURCES, TODAY, rule


def source(**fields: str) -> Source:
    return Source.model_validate({"id": "s", "title": "t", "by": "b", "tier": "article", "accessed": TODAY, **fields})


KNOWN = {key: Source.model_validate({"id": key, "title": key, "by": "b", **of}) for key, of in SOURCES.items()}


def test_five_years_halve_the_trust_in_an_article() -> None:
    assert source_trust(source(published=TODAY), TODAY) == pytest.approx(0.4)
    assert source_trust(source(published="2021-11-20"), TODAY) == pytest.approx(0.2)


def test_an_article_without_a_date_counts_as_three_years_old() -> None:
    assert source_trust(source(), TODAY) == pytest.approx(0.4 * 0.5**0.6)


def test_an_official_page_is_as_fresh_as_its_last_reading() -> None:
    old = source(tier="official", published="2016", accessed="2026-11-20")

    assert source_trust(old, "2026-11-20") == pytest.approx(0.95)
    assert source_trust(old, "2031-11-20") == pytest.approx(0.475)


def test_an_opinion_has_little_trust_whoever_voices_it() -> None:
    assert source_trust(source(tier="official"), TODAY, opinion=True) == pytest.approx(0.2)


def test_two_witnesses_are_trusted_more_than_one_and_never_fully() -> None:
    assert corroborated([0.4, 0.5]) == pytest.approx(0.7)  # 1 - 0.6 * 0.5
    assert corroborated([]) == 0


def test_a_source_cited_twice_is_one_witness() -> None:
    twice = rule("c/r", framework="ant", rating=3, evidence=[ARTICLE, {**ARTICLE, "where": "elsewhere"}])

    assert rule_sources(twice, heard(KNOWN, TODAY, None)) == pytest.approx({"article": 0.2})


def test_a_rule_rests_on_its_sources_that_count() -> None:
    both = rule("c/r", framework="ant", rating=3, evidence=[OFFICIAL, ARTICLE])

    assert rule_sources(both, heard(KNOWN, TODAY, None)) == pytest.approx({"official": 0.95, "article": 0.2})
    assert rule_sources(both, heard(KNOWN, TODAY, {"article"})) == pytest.approx({"article": 0.2})
    assert rule_sources(both, heard(KNOWN, "2021-11-19", None)) == {}


def test_a_family_is_one_witness_as_trusted_as_its_best() -> None:
    sources = {"official": 0.95, "article": 0.2, "recent": 0.4}

    assert heard_once(sources, {"article": "papers", "recent": "papers"}) == {"official": 0.95, "papers": 0.4}
    assert heard_once(sources, {"recent": "article"}) == {"official": 0.95, "article": 0.4}
    assert heard_once(sources, {"elsewhere": "papers"}) == sources


@pytest.mark.parametrize(
    ("published", "as_of", "expected"),
    [("2025-01-02", "2025-01-02", True), ("2025-01-02", "2025-01-01", False), ("2025", "2025-01-01", True)],
)
def test_a_source_counts_from_the_day_it_was_published(published: str, as_of: str, expected: bool) -> None:
    assert counts(source(published=published), as_of, None) is expected


def test_years_between_is_never_negative() -> None:
    assert years_between("2026-11-20", "2021-11-20") == 0
    assert years_between("2021-11", "2026-11-01") == pytest.approx(5)


def test_a_day_is_worked_out_once_however_many_sources_have_it() -> None:
    many = {f"s{n}": source(id=f"s{n}", published="2024-02") for n in range(300)}
    first_day.cache_clear()

    assert len(heard(many, "2031-05-06", None)) == 300
    assert first_day.cache_info().misses == len({"2024-02", "2031-05-06"})


@pytest.mark.parametrize("as_of", ["2127-01-01", "2290-01-01", "9999-12-31"])
def test_however_old_a_source_is_it_is_heard(as_of: str) -> None:
    trust = source_trust(source(published="0206-01"), as_of)

    assert trust == pytest.approx(0.4 * 0.5**20)  # as after a hundred years
    assert 0 < corroborated([trust]) < corroborated([trust, trust])


def test_an_opinion_is_trusted_less_and_ages_as_all_else() -> None:
    """An article of five years ago, and the opinion in it: 0.4 and 0.2, halved once."""
    article = KNOWN["article"]

    assert source_trust(article, TODAY) == pytest.approx(0.4 / 2, abs=1e-3)
    assert source_trust(article, TODAY, opinion=True) == pytest.approx(0.2 / 2, abs=1e-3)

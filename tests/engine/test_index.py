"""The index says of all conditions at once what each says of itself."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fitframe.engine.conditions import Index, either, variants
from fitframe.model.fields import When
from tests.engine.test_conditions import VOCABULARY, choices, conditions

asks = st.builds(
    lambda question, operator, picked: {question: {operator: picked}},
    st.just("goal"),
    st.sampled_from(["any", "all", "none"]),
    st.lists(st.sampled_from(choices["goal"]), min_size=1, max_size=2, unique=True),
)
whens = st.lists(st.one_of(conditions, asks, st.just({})), min_size=1, max_size=8)
answers = st.fixed_dictionaries(
    {},
    optional={
        question: st.lists(st.sampled_from(known), max_size=len(known), unique=True).map(tuple)
        for question, known in choices.items()
    },
)


@given(whens, answers)
def test_each_variant_is_sure_possible_or_neither_as_its_own_test_says(whens: list[Any], given: dict[str, Any]) -> None:
    forms = [form for when in whens for form in variants(When.model_validate(when), VOCABULARY)]
    encoded = VOCABULARY.encode(given)

    sure, possible = Index.of(forms, VOCABULARY).holding(encoded)

    for n, form in enumerate(forms):
        said = either([form], VOCABULARY)(*encoded)
        assert (bool(sure >> n & 1), bool(possible >> n & 1)) == (said is True, said is not False)

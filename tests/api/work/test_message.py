"""What goes through the pipe comes out as it went in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.errors import ANSWERS, Fault
from api.work.message import Answer, Paper, Question, answer_frames, answer_of, question_frames, question_of
from taxonomy.errors import HimatchError

names = st.none() | st.text(max_size=20)
papers = st.builds(Paper, st.text(st.characters(), max_size=40) | st.binary(max_size=40), names)
json_values = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=10) | st.lists(st.text(max_size=5), max_size=3)
)
questions = st.builds(
    Question,
    st.sampled_from(["match", "score"]),
    st.dictionaries(st.text(max_size=8), papers, max_size=3),
    st.dictionaries(st.text(max_size=8), json_values, max_size=3),
)


@settings(deadline=None)
@given(questions)
def test_a_question_arrives_as_it_was_asked(question: Question) -> None:
    assert question_of(question_frames(question)) == question


@settings(deadline=None)
@given(st.builds(Answer, st.binary(max_size=40), st.dictionaries(st.text(max_size=8), json_values, max_size=3)))
def test_an_answer_arrives_as_it_was_given(answer: Answer) -> None:
    assert answer_of(answer_frames(answer)) == answer


@pytest.mark.parametrize("kind", ANSWERS, ids=lambda kind: kind.__name__)
def test_an_error_arrives_as_its_own_kind_with_its_hint(kind: type[HimatchError]) -> None:
    with pytest.raises(kind) as raised:
        answer_of(answer_frames(kind("page 2 is a picture\nhint: export it as text")))

    assert type(raised.value) is kind
    assert raised.value.hint == "export it as text"


def test_a_reason_that_is_nobodys_is_a_fault() -> None:
    with pytest.raises(Fault):
        answer_of([b'{"reason": "gremlins", "message": "?"}', b""])

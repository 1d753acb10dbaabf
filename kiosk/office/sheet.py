"""A form on one page, where all that is asked stands at once and is answered in any order."""

from msgspec.structs import replace

from kiosk.forms import Answer, Answers
from kiosk.journey import Journey


def put(journey: Journey, question_id: str, answer: Answer) -> Journey:
    """Answer a question; () takes back what was answered.

    Raises ValueError for an answer the question does not accept, which is a bug.
    """
    question = journey.form.question(question_id)
    accepts = question is not None and question.accepts(answer, journey.places)
    if answer and not accepts:
        raise ValueError(f"{question_id} does not accept this answer")
    answers = {id_: one for id_, one in journey.answers.items() if id_ != question_id}
    return replace(
        journey, answers={**answers, question_id: answer} if answer else answers
    )


def answered(journey: Journey, answers: Answers) -> Journey:
    """Answer with as many of these as the form accepts: it may have changed since."""
    for question in journey.form.questions:
        answer = answers.get(question.id, ())
        if answer and question.accepts(answer, journey.places):
            journey = put(journey, question.id, answer)
    return journey


def passed_over(journey: Journey) -> Journey:
    """Pass over each question asked that may be, and has no answer."""
    passed = {
        one.id: ()
        for one in journey.asked
        if one.id not in journey.answers and one.accepts((), journey.places)
    }
    return replace(journey, answers={**journey.answers, **passed})

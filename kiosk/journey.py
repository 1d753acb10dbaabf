"""The walk through a form: which question now, what was said, back, branch, review.

Pure: a journey is a value, and every step gives a new one. It is in memory only; nothing
of a citizen's is kept before they confirm.
"""

from collections.abc import Mapping
from functools import cached_property

import msgspec
from msgspec.structs import replace

from kiosk.forms import Answer, Answers, Form, Kind, Place, Role
from kiosk.others import Report
from kiosk.places import Gazetteer, Text


class Matter(msgspec.Struct, frozen=True):
    """What a report is about, and where: whether others told the same hangs on this."""

    what: str
    """The id of the question that names the service; the next, of the one that asks where."""
    where: str
    service: str
    spot: Answer


class Reply(msgspec.Struct, frozen=True):
    """What a citizen said when they were shown what others have told."""

    matter: Matter
    """What they had told themselves by then."""
    same: Report | None
    """None: theirs is another."""


class Journey(msgspec.Struct, frozen=True, dict=True):
    """A citizen's way through one form.

    `answers` keeps every answer given, also those of a branch the citizen has left, so
    that going back and forth loses nothing; `told` holds only those that count.
    """

    form: Form
    places: Gazetteer
    answers: Answers = msgspec.field(default_factory=dict)
    at: str | None = None
    """The id of the question being asked; None when all is answered (the review)."""
    changing: bool = False
    """The citizen came back from the review to change one answer."""
    reply: Reply | None = None
    """To what others have told, if that was shown."""

    @classmethod
    def begin(cls, form: Form, places: Gazetteer) -> "Journey":
        """Start at the first question."""
        return cls(form, places, at=form.questions[0].id)

    @cached_property
    def asked(self) -> tuple[Kind, ...]:
        """The questions the answers so far lead through, in order."""
        told: dict[str, Answer] = {}
        asked: list[Kind] = []
        for question in self.form.questions:
            if question.is_asked(told):
                asked.append(question)
                if question.id in self.answers:
                    told[question.id] = self.answers[question.id]
        return tuple(asked)

    @cached_property
    def told(self) -> Answers:
        """The answers that count: those of the questions asked, in order."""
        return {
            one.id: self.answers[one.id] for one in self.asked if one.id in self.answers
        }

    @cached_property
    def said(self) -> Mapping[str, tuple[Text, ...]]:
        """The answers that count in words, piece by piece, by question. The review shows
        them, so they are there when what was said is confirmed."""
        asked = [one for one in self.asked if one.id in self.told]
        return {one.id: one.says(self.told[one.id], self.places) for one in asked}

    @property
    def dropped(self) -> tuple[Kind, ...]:
        """The questions that were answered and do not count any more: another answer led
        away from them."""
        counts = {one.id for one in self.asked}
        return tuple(
            one
            for one in self.form.questions
            if one.id not in counts and self.answers.get(one.id)
        )

    @property
    def question(self) -> Kind | None:
        """The question being asked, or None at the review."""
        return None if self.at is None else self.form.question(self.at)

    @property
    def answer_here(self) -> Answer | None:
        """What was answered to the question being asked, if it was answered before."""
        return None if self.at is None else self.answers.get(self.at)

    @property
    def matter(self) -> Matter | None:
        """What it is about, once what and where are told; None in a form that does not
        ask whether others have told the same."""
        if not self.form.others_within_m:
            return None
        told = [one for one in self.asked if self.answers.get(one.id)]
        what = [one.id for one in told if one.role is Role.SERVICE]
        where = [one.id for one in told if isinstance(one, Place)]
        if not what or not where:
            return None
        service, spot = self.answers[what[-1]][0], self.answers[where[-1]]
        return Matter(what[-1], where[-1], service, spot)

    @property
    def same(self) -> Report | None:
        """The report that this one joins: until what it is about is changed."""
        reply = self.reply
        return reply.same if reply and reply.matter == self.matter else None

    @property
    def left_others(self) -> bool:
        """Whether it joined another, and was changed so that it does not any more."""
        return bool(self.reply and self.reply.same and self.same is None)

    def may_join(self, answered: str) -> bool:
        """Say whether this answer was the one after which what others told is shown: once
        in a journey."""
        matter = self.matter
        if matter is None or self.reply is not None:
            return False
        return answered in {matter.what, matter.where}

    @property
    def complete(self) -> bool:
        """Whether every question asked has its answer."""
        return all(question.id in self.answers for question in self.asked)

    @property
    def progress(self) -> tuple[int, int]:
        """Steps done and steps in all, the review being the last one.

        A branch not yet chosen counts as one step, so the total is steady as one goes.
        """
        asked = [question.id for question in self.asked]
        done = len(asked) if self.at is None else asked.index(self.at)
        return done, len(asked) + self._branches_ahead() + 1

    def answer(self, answer: Answer) -> "Journey":
        """Answer the question being asked and go on to the next one without an answer.

        Raises ValueError for an answer the question does not accept: screens offer only
        answers that are accepted, so it is a bug.
        """
        question = self.question
        if question is None or not question.accepts(answer, self.places):
            raise ValueError(f"{self.at} does not accept this answer")
        answered = replace(self, answers={**self.answers, question.id: answer})
        return answered._go_on(question.id)

    def join(self, same: Report | None) -> "Journey":
        """Say "me too" to what somebody told, or with None that this is another.

        Whoever says it need say no more: what may be passed over is, as far as they have
        not answered it before.
        """
        matter = self.matter
        if matter is None:
            raise ValueError("nobody was asked whether others told the same")
        walked = replace(self, reply=Reply(matter, same))
        while same is not None and walked.question is not None:
            answer = walked.answer_here or ()
            if not walked.question.accepts(answer, self.places):
                break
            walked = walked.answer(answer)
        return walked

    def back(self) -> "Journey | None":
        """Go to the question before, keeping every answer; None before the first one."""
        asked = [question.id for question in self.asked]
        if self.changing and self.complete:
            return replace(self, at=None, changing=False)
        here = len(asked) if self.at is None else asked.index(self.at)
        return None if here == 0 else replace(self, at=asked[here - 1], changing=False)

    def back_from_others(self) -> "Journey":
        """Go back from what others have told: to the review, if they came from there, or
        to what was answered before it was shown."""
        matter = self.matter
        if matter is None or self.reply is not None:
            return replace(self, at=None, changing=False)
        asked = [question.id for question in self.asked]
        last = max(matter.what, matter.where, key=asked.index)
        return replace(self, at=last, changing=False)

    def change(self, question_id: str) -> "Journey":
        """Go from the review to one question, to come back to the review after it."""
        if question_id not in self.told:
            raise ValueError(f"{question_id} was not answered")
        return replace(self, at=question_id, changing=True)

    def _go_on(self, answered: str) -> "Journey":
        asked = [question.id for question in self.asked]
        after = asked[asked.index(answered) + 1 :]
        if self.changing:  # only what the change has opened is asked
            after = [one for one in after if one not in self.answers]
        return replace(
            self, at=after[0] if after else None, changing=self.changing and bool(after)
        )

    def _branches_ahead(self) -> int:
        """How many questions will still be asked whichever branch is chosen."""
        waiting = {
            tuple(question.when)
            for question in self.form.questions
            if question.when
            and question not in self.asked
            and not set(question.when) & set(self.told)
        }
        return len(waiting)

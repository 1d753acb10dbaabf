"""What can be asked: a form and its question kinds, decoded from TOML by their tag.

A kind is one class (in `choosing` or `telling`) and one screen in `ui.citizen.questions`.
The class knows which answers it accepts, what an answer says in words, and what it tells
the municipality; the journey, the review, the store and the connectors know only
`Question` and `Answer`.
"""

from typing import Annotated

import msgspec

from kiosk.choosing import (
    Budget,
    Choice,
    Consent,
    Place,
    Project,
    Ranking,
    Rating,
    Several,
    Statement,
    YesNo,
)
from kiosk.places import Id, Text
from kiosk.question import (
    PERSONAL,
    Answer,
    Answers,
    Colour,
    Option,
    Question,
    Role,
    Term,
    Terms,
    say,
)
from kiosk.telling import Date, Email, Number, Phone, Photo, Voice, Words

__all__ = [
    "PERSONAL",
    "Answer",
    "Answers",
    "Budget",
    "Choice",
    "Colour",
    "Consent",
    "Date",
    "Email",
    "Form",
    "Kind",
    "Number",
    "Option",
    "Phone",
    "Photo",
    "Place",
    "Project",
    "Question",
    "Ranking",
    "Rating",
    "Role",
    "Several",
    "Statement",
    "Term",
    "Terms",
    "Voice",
    "Words",
    "YesNo",
    "say",
]

Kind = (
    Choice
    | Several
    | YesNo
    | Place
    | Words
    | Number
    | Date
    | Phone
    | Email
    | Photo
    | Voice
    | Rating
    | Ranking
    | Budget
    | Consent
    | Statement
)


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something a citizen can file: what the home screen calls it, and what it asks."""

    id: Id
    version: str
    icon: str
    colour: Colour
    title: Text
    hint: Text = {}
    others_within_m: Annotated[int, msgspec.Meta(ge=0, le=5000)] = 150
    """Whoever tells a problem is shown what others told of the same kind so near, in
    metres; 0: nobody is. A form without a service or without a place shows nothing."""
    questions: Annotated[tuple[Kind, ...], msgspec.Meta(min_length=1)] = msgspec.field(
        name="question"
    )

    def question(self, question_id: str) -> Kind | None:
        """Return the question of that id, if the form has it."""
        return next((one for one in self.questions if one.id == question_id), None)

"""What the municipality is told, in its own words."""

from kiosk.journey import Journey
from kiosk.submission import Dispatch, SubmissionId
from tests.kiosk.test_outbox import claimed
from tests.kiosk.village import Kiosk


def told(kiosk: Kiosk, journey: Journey, language: str = "en") -> Dispatch:
    kiosk.door.confirm(journey, language, lambda count: b"\7" * count)
    return claimed(kiosk.outbox()).dispatch


def test_a_report_is_told_in_the_municipalitys_own_language(kiosk: Kiosk) -> None:
    assert told(kiosk, kiosk.walked()) == Dispatch(
        id=SubmissionId("07070707-0707-4707-8707-070707070707"),
        receipt="0W3GE1R7T",
        form="problem",
        form_version="1",
        service="broken-lamp",
        title="Σβηστή λάμπα",
        description=(
            "Τι συμβαίνει; Φωτισμός\n"
            "Τι ακριβώς; Σβηστή λάμπα\n"
            "Πού είναι; Πλατεία, Άνω Λευκή\n"
            "Κάτι άλλο; Είναι επικίνδυνο"
        ),
        address="Πλατεία, Άνω Λευκή",
        latitude=38.271,
        longitude=21.861,
        language="en",
        kiosk="kiosk",
        confirmed=kiosk.clock.now(),
        answers={
            "category": ("lighting",),
            "lamp": ("broken-lamp",),
            "where": ("ano", "square"),
            "details": ("danger",),
        },
        places=("where",),
    )


def test_a_report_without_a_service_has_the_forms_title(kiosk: Kiosk) -> None:
    journey = kiosk.door.begin(kiosk.pack.forms[0])
    for answer in (("other",), ("kato",), ()):
        journey = journey.answer(answer)
    dispatch = told(kiosk, journey, "el")
    assert (dispatch.service, dispatch.title) == (None, "Πείτε μας ένα πρόβλημα")
    assert dispatch.description == "Τι συμβαίνει; Άλλο\nΠού είναι; Κάτω Λευκή"
    assert (dispatch.latitude, dispatch.longitude) == (38.25, 21.85)
    assert dispatch.answers["details"] == ()


def test_a_branch_that_was_left_is_not_told(kiosk: Kiosk) -> None:
    journey = kiosk.walked().change("category").answer(("road",)).answer(("pothole",))
    dispatch = told(kiosk, journey)
    assert dispatch.service == "pothole"
    assert "λάμπα" not in dispatch.description
    assert "lamp" not in dispatch.answers


def test_the_same_report_gives_the_same_bytes(kiosk: Kiosk) -> None:
    kiosk.confirm()
    outbox = kiosk.outbox()
    first = claimed(outbox)
    outbox.postpone(first, "busy", 0, may_have_arrived=False)
    assert claimed(outbox).dispatch == first.dispatch

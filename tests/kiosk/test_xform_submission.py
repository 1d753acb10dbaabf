"""What was filed as a submission: the same bytes for ever."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from kiosk.submission import Attachment, AttachmentId, Dispatch, SubmissionId
from kiosk.xform import instance_id, submission_xml

GOLDEN = Path(__file__).with_name("submission.xml")
GOLDEN_FILES = Path(__file__).with_name("submission-with-files.xml")
NOON = datetime(2026, 5, 4, 9, 30, 1, 234567, tzinfo=UTC)


def values(body: bytes) -> dict[str, str]:
    """What a submission says, by the path of each node that says something."""
    told = {}

    def read(node: ET.Element, above: str) -> None:
        path = f"{above}{node.tag}"
        if node.text:
            told[path] = node.text
        for child in node:
            read(child, f"{path}/")

    for part in ET.fromstring(body):
        read(part, "")
    return told


def make_dispatch() -> Dispatch:
    return Dispatch(
        id=SubmissionId("00000000-0000-4000-8000-000000000001"),
        receipt="KX74MQ2PD",
        form="problem",
        form_version="7",
        service="broken-lamp",
        title="Σβηστή λάμπα",
        description="Τι συμβαίνει; Φωτισμός",
        address="Πλατεία, Άνω Λευκή",
        latitude=38.271,
        longitude=-21.86123456789,
        language="en",
        kiosk="square",
        confirmed=NOON,
        answers={
            "category": ("lighting",),
            "1st": ("broken-lamp",),
            "where": ("ano", "square"),
            "details": ("danger", "days"),
            "said": ("<b>&\r\nτέλος\x07",),
            "nothing": (),
        },
        places=("where",),
    )


def test_a_submission_is_written_as_it_always_was() -> None:
    """A server that has it refuses it when a byte has changed: never edit the golden."""
    assert submission_xml(make_dispatch(), "problem") == GOLDEN.read_bytes()


def test_a_submission_says_what_was_filed() -> None:
    assert values(submission_xml(make_dispatch(), "problem")) == {
        "answers/category": "lighting",
        "answers/_1st": "broken-lamp",
        "answers/where/village": "ano",
        "answers/where/landmark": "square",
        "answers/where/location": "38.271000 -21.861235 0 0",
        "answers/details": "danger days",
        "answers/said": "<b>&\nτέλος",
        "kept/receipt": "KX74MQ2PD",
        "kept/kiosk": "square",
        "kept/confirmed": "2026-05-04T09:30:01.234+00:00",
        "kept/language": "en",
        "kept/address": "Πλατεία, Άνω Λευκή",
        "meta/instanceID": "uuid:00000000-0000-4000-8000-000000000001",
    }


def make_attachment(at: int, question: str) -> Attachment:
    return Attachment(
        id=AttachmentId(f"00000000-0000-4000-9000-{at:012}"),
        name=f"{question}-{at}.jpg",
        question=question,
        media="image/jpeg",
        size=1,
        sha256="0" * 64,
    )


def make_illustrated() -> Dispatch:
    """The same with two photos to one question, and one to another."""
    files = tuple(
        make_attachment(at, q) for at, q in ((1, "1st"), (2, "1st"), (3, "b"))
    )
    first, second, third = (one.id for one in files)
    answers = {"category": ("lighting",), "1st": (first, second), "b": (third,)}
    return msgspec.structs.replace(
        make_dispatch(), answers=answers, places=(), attachments=files
    )


def test_a_question_answered_with_files_has_a_node_for_each_and_names_it() -> None:
    """A server looks for one file in each node; no id of ours is left in any."""
    written = submission_xml(make_illustrated(), "problem")
    told = [(one.tag, one.text) for one in ET.fromstring(written).iterfind("answers/*")]
    assert told == [
        ("category", "lighting"),
        ("_1st", "1st-1.jpg"),
        ("_1st", "1st-2.jpg"),
        ("b", "b-3.jpg"),
    ]
    assert b"-9000-" not in written


def test_a_submission_with_files_is_written_as_it_always_was() -> None:
    """As above: never edit the golden."""
    written = submission_xml(make_illustrated(), "problem")
    assert written == GOLDEN_FILES.read_bytes()


def test_a_submission_names_its_form_and_version() -> None:
    root = ET.fromstring(submission_xml(make_dispatch(), "aXYz <9>"))
    assert dict(root.items()) == {"id": "aXYz <9>", "version": "7"}
    unversioned = msgspec.structs.replace(make_dispatch(), form_version="")
    root = ET.fromstring(submission_xml(unversioned, "problem"))
    assert dict(root.items()) == {"id": "problem"}


def test_the_position_is_told_of_the_last_place_only() -> None:
    """It is that of the last, as everywhere; the other place has its names."""
    twice = msgspec.structs.replace(
        make_dispatch(),
        answers={"from": ("kato",), "to": ("ano", "square")},
        places=("from", "to"),
    )
    told = values(submission_xml(twice, "problem"))
    assert told["answers/from/village"] == "kato"
    assert "answers/from/location" not in told
    assert told["answers/to/location"] == "38.271000 -21.861235 0 0"


def test_what_was_kept_before_versions_were_is_still_written() -> None:
    """Dispatches lie sealed on disk; an older one lacks the newer fields."""
    kept = msgspec.to_builtins(make_dispatch())
    del kept["form_version"], kept["places"]
    older = msgspec.convert(kept, Dispatch)
    assert values(submission_xml(older, "problem"))["answers/where"] == "ano square"


ANSWERS = st.lists(st.text(max_size=20), max_size=3).map(tuple)
DISPATCHES = st.builds(
    Dispatch,
    id=st.uuids().map(lambda one: SubmissionId(str(one))),
    receipt=st.text(max_size=9),
    form=st.text(max_size=9),
    form_version=st.text(max_size=9),
    service=st.none(),
    title=st.text(max_size=9),
    description=st.text(max_size=9),
    address=st.text(max_size=30),
    latitude=st.none() | st.floats(-90, 90),
    longitude=st.none() | st.floats(-180, 180),
    language=st.sampled_from(["el", "en"]),
    kiosk=st.text(max_size=9),
    confirmed=st.datetimes(
        datetime(1970, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)
    ),
    answers=st.dictionaries(
        st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True), ANSWERS, max_size=4
    ),
    places=st.just(()) | st.just(("where",)),
)


@given(DISPATCHES)
def test_the_same_dispatch_gives_the_same_bytes_after_any_wait(
    dispatch: Dispatch,
) -> None:
    """It is sealed as JSON and read again before every try."""
    first = submission_xml(dispatch, dispatch.form)
    again = msgspec.json.decode(msgspec.json.encode(dispatch), type=Dispatch)
    assert submission_xml(again, again.form) == first
    assert values(first)["meta/instanceID"] == instance_id(dispatch)

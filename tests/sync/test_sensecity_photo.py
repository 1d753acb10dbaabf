"""What belongs to a report: sense.city takes a photo with it, and nothing else."""

import base64
import hashlib
from collections.abc import Callable

import msgspec

from kiosk.submission import Attachment, AttachmentId, Dispatch
from sync.connector import Delivered, Kind, Piece
from sync.connectors.sensecity import SenseCity
from tests.sync.contract import SETTLED, make_dispatch
from tests.sync.sense_city import FIRST, SenseCityServer, reason
from tests.sync.tricks import Manner, Trick

ToCity = Callable[..., SenseCity]

JPEG = b"\xff\xd8\xff\xe0 a photo of a lamp \xff\xd9"


def piece(name: str, media: str, content: bytes = JPEG, most: int = 10**6) -> Piece:
    """An attachment at hand."""
    attachment = Attachment(
        id=AttachmentId(name),
        name=name,
        question="photo",
        media=media,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    return Piece(attachment, content, None, most)


def ids(*pieces: Piece) -> tuple[AttachmentId, ...]:
    return tuple(one.attachment.id for one in pieces)


PHOTO = piece("photo-1.jpg", "image/jpeg")
SECOND = piece("photo-2.jpg", "image/jpeg", b"\xff\xd8 another \xff\xd9")
VOICE = piece("voice-1.ogg", "audio/ogg", b"OggS")


def dispatch_with(*pieces: Piece, **changes: object) -> Dispatch:
    """A report with attachments."""
    attachments = tuple(one.attachment for one in pieces)
    return msgspec.structs.replace(make_dispatch(), attachments=attachments, **changes)


def test_the_first_photo_goes_with_the_report_and_the_rest_is_named(
    sense_city: SenseCityServer, to_city: ToCity
) -> None:
    dispatch = dispatch_with(VOICE, PHOTO, SECOND)
    told = to_city().carry_whole(dispatch, [VOICE, PHOTO, SECOND], None)
    assert told == Delivered(FIRST, ids(VOICE, SECOND))
    filed = sense_city.filed[0]
    assert filed.image == JPEG
    coded = base64.b64encode(JPEG).decode()
    assert filed.report["image_name"] == f"data:image/jpeg;base64,{coded}"
    assert filed.report["comments"] == (
        "Τι συμβαίνει; Καμένη λάμπα · +2 @ square: voice-1.ogg, photo-2.jpg"
        " · Ref: KX7-4MQ-2PD"
    )


def test_a_voice_note_stays_and_the_text_goes(
    sense_city: SenseCityServer, to_city: ToCity
) -> None:
    told = to_city().carry_whole(dispatch_with(VOICE), [VOICE], None)
    assert told == Delivered(FIRST, ids(VOICE))
    assert sense_city.filed[0].image is None
    assert "+1 @ square: voice-1.ogg · Ref:" in sense_city.filed[0].report["comments"]


def test_an_agent_that_brings_text_alone_says_what_stays(
    sense_city: SenseCityServer, to_city: ToCity
) -> None:
    told = to_city().carry(dispatch_with(PHOTO), None)
    assert told == Delivered(FIRST, ids(PHOTO))
    assert "+1 @ square: photo-1.jpg" in sense_city.filed[0].report["comments"]


def test_a_photo_that_is_too_large_there_does_not_keep_the_text_back(
    sense_city: SenseCityServer, to_city: ToCity
) -> None:
    sense_city.ways.largest = 1000
    large = piece("photo-1.jpg", "image/jpeg", b"\xff\xd8" * 2000)
    told = to_city().carry_whole(dispatch_with(large), [large], None)
    assert told == Delivered(FIRST, ids(large))
    assert (len(sense_city.posts), sense_city.filed[0].image) == (2, None)
    assert "+1 @ square: photo-1.jpg" in sense_city.filed[0].report["comments"]


def test_a_report_that_is_too_large_without_a_photo_is_refused(
    sense_city: SenseCityServer, to_city: ToCity
) -> None:
    sense_city.ways.largest = 10
    told = to_city().carry_whole(dispatch_with(PHOTO), [PHOTO], None)
    assert reason(told) == (Kind.REFUSED, "answered 413")


def test_a_photo_that_the_line_has_not_borne_keeps_no_word_waiting(
    sense_city: SenseCityServer, to_city: ToCity
) -> None:
    photo = piece("photo-1.jpg", "image/jpeg", most=0)
    told = to_city().carry_whole(dispatch_with(photo), [photo], None)
    assert told == Delivered(FIRST, ids(photo))
    assert sense_city.filed[0].image is None


def test_a_report_with_its_photo_is_there_once_after_a_lost_answer(
    sense_city: SenseCityServer, to_city: ToCity
) -> None:
    sense_city.next_post(Trick(manner=Manner.DROPPED))
    dispatch = dispatch_with(PHOTO)
    assert reason(to_city().carry_whole(dispatch, [PHOTO], None))[0] is Kind.LINK
    assert to_city().carry_whole(dispatch, [PHOTO], SETTLED) == Delivered(FIRST)
    assert [one.image for one in sense_city.filed] == [JPEG]


def test_what_is_found_there_again_tells_what_it_lacks(
    sense_city: SenseCityServer, to_city: ToCity
) -> None:
    sense_city.next_post(Trick(manner=Manner.DROPPED))
    dispatch = dispatch_with(PHOTO, VOICE)
    to_city().carry_whole(dispatch, [PHOTO, VOICE], None)
    again = to_city().carry_whole(dispatch, [PHOTO, VOICE], SETTLED)
    assert again == Delivered(FIRST, ids(VOICE))


def test_a_long_description_keeps_its_code_and_what_stays(
    sense_city: SenseCityServer, to_city: ToCity
) -> None:
    dispatch = dispatch_with(VOICE, description="ά" * 5000)
    assert to_city().carry(dispatch, None) == Delivered(FIRST, ids(VOICE))
    sent = sense_city.filed[0].report["comments"]
    assert len(sent) <= 4000
    assert sent.endswith("ά · +1 @ square: voice-1.ogg · Ref: KX7-4MQ-2PD")

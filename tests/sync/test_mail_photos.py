"""Photos go in the letter while there is room for them; words are not kept waiting."""

from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from sync.connector import Delivered
from sync.connectors.mail import Mail
from tests.sync.conftest import ConnectMail
from tests.sync.contract import make_dispatch
from tests.sync.mail_server import MailTown, piece
from tests.sync.test_mail_faults import FIRST, town_with

__all__ = ["town_with"]


def test_a_photo_that_is_too_large_there_does_not_keep_the_letter_back(
    town_with: Callable[..., MailTown], connect_mail: ConnectMail
) -> None:
    town = town_with(largest=200_000)
    mail = connect_mail(town.destination())
    large = piece(content=bytes(250_000))
    dispatch = msgspec.structs.replace(make_dispatch(), attachments=(large.attachment,))
    told = mail.carry_whole(dispatch, [large], None)
    assert told == Delivered(FIRST, (large.attachment.id,))
    assert len(town.kept) == 1


def test_a_photo_that_the_line_has_not_borne_stays(
    mail_town: MailTown, mail: Mail
) -> None:
    photo = replace(piece(), most=0)
    dispatch = msgspec.structs.replace(make_dispatch(), attachments=(photo.attachment,))
    told = mail.carry_whole(dispatch, [photo], None)
    assert told == Delivered(FIRST, (photo.attachment.id,))
    names = [one.get_filename() for one in mail_town.kept[0].message.iter_attachments()]
    assert photo.attachment.name not in names

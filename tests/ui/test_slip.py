"""A receipt printed anew at a desk."""

from datetime import UTC, date, datetime

from i18n import languages
from kiosk.submission import Case, Progress
from tests.ui.booth import Booth
from ui.slip import reprint

WHEN = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
CASE = Case(
    "WMWQWMWMW",
    "problem",
    Progress.SEEN,
    WHEN,
    "Το συνεργείο έρχεται",
    WHEN,
    date(2026, 5, 20),
    False,
)


def test_a_receipt_is_printed_anew_in_the_language_of_whoever_told_it(
    booth: Booth,
) -> None:
    booth.come_in()
    known = {one.code: one for one in languages()}
    town, scene = booth.core.pack.municipality, booth.page.scene
    here = reprint(CASE, town, scene, known["el"])
    assert here.title == "Αυτά ξέρουμε"
    assert not here.rtl
    assert [one.done for one in here.steps] == [True, True, True, False]
    assert "Το συνεργείο έρχεται" in here.words
    theirs = reprint(CASE, town, scene, known["ar"])
    assert theirs.rtl
    assert theirs.qr == here.qr == CASE.code
    assert theirs.language == "ar"
    assert theirs.town == "بلدية باتراس"
    assert theirs.title != here.title
    again = reprint(CASE, town, scene, known["el"])
    assert again == here  # the face speaks what it spoke

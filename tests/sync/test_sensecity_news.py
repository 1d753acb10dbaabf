"""What became of a report, as sense.city tells it."""

from collections.abc import Callable

import pytest

from kiosk.outbox import News
from kiosk.submission import Progress
from sync.connector import Trouble
from sync.connectors.sensecity import SenseCity
from tests.sync.contract import make_dispatch
from tests.sync.sense_city import FIRST, SenseCityServer
from tests.sync.tricks import LOGIN, Manner, Trick

ToCity = Callable[..., SenseCity]

WORDS = {"FIXED": "Αποκατάσταση", "WONTFIX": "Μη αποκατάσταση"}


@pytest.mark.parametrize("shape", ["pair", "alone", "text"])
@pytest.mark.parametrize(
    ("told", "progress", "message"),
    [
        (("CONFIRMED", "---"), Progress.SENT, ""),
        (("IN_PROGRESS", "---"), Progress.SEEN, ""),
        (("RESOLVED", "FIXED"), Progress.DONE, "Αποκατάσταση"),
        (("RESOLVED", "undefined"), Progress.DONE, ""),
        (("RESOLVED", "WONTFIX"), Progress.SEEN, "Μη αποκατάσταση"),
        (("RESOLVED", "INVALID"), Progress.SEEN, ""),
        (("RESOLVED", "DUPLICATE"), Progress.SEEN, ""),
    ],
)
def test_no_stage_claims_more_than_the_city_says(
    sense_city: SenseCityServer,
    to_city: ToCity,
    shape: str,
    told: tuple[str, str],
    progress: Progress,
    message: str,
) -> None:
    sense_city.ways.full = shape
    connector = to_city(resolutions=WORDS)
    connector.carry(make_dispatch(), None)
    sense_city.filed[0].status, sense_city.filed[0].resolution = told
    news = connector.news([FIRST])
    assert news == {FIRST: News(progress, message, None)}


def test_a_stage_that_nobody_knows_is_no_news(
    sense_city: SenseCityServer, to_city: ToCity
) -> None:
    to_city().carry(make_dispatch(), None)
    sense_city.filed[0].status = "VERIFIED"
    assert to_city().news([FIRST]) == {}


@pytest.mark.parametrize(
    "trick",
    [
        Trick(status=404, body=b"{}"),
        Trick(body=b"oops"),
        Trick(body=b"[]"),
        Trick(body=b"[" * 100_000),
        Trick(body=b'[{"_id":"another","status":"RESOLVED"}]'),
        Trick(body=f'[{{"_id":"{FIRST}","status":7}}]'.encode()),
        Trick(body=b'["[[[", "{"]'),
    ],
)
def test_one_that_is_not_told_of_keeps_no_other_from_being(
    sense_city: SenseCityServer, to_city: ToCity, trick: Trick
) -> None:
    connector = to_city()
    connector.carry(make_dispatch(1), None)
    connector.carry(make_dispatch(2), None)
    sense_city.always[FIRST] = trick
    told = connector.news([FIRST, f"{2:024x}"])
    assert not isinstance(told, Trouble)
    assert list(told) == [f"{2:024x}"]


@pytest.mark.parametrize(
    "trick",
    [
        Trick(status=503),
        Trick(status=404, body=LOGIN),
        Trick(body=LOGIN),
        Trick(manner=Manner.DROPPED),
    ],
)
def test_news_that_breaks_off_is_told_as_far_as_it_came(
    sense_city: SenseCityServer, to_city: ToCity, trick: Trick
) -> None:
    connector = to_city()
    connector.carry(make_dispatch(1), None)
    sense_city.always[f"{2:024x}"] = trick
    told = connector.news([FIRST, f"{2:024x}", f"{3:024x}"])
    assert not isinstance(told, Trouble)
    assert list(told) == [FIRST]
    assert isinstance(connector.news([f"{2:024x}"]), Trouble)

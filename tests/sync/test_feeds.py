"""The feeds, by real HTTP: what they tell is read, and whatever else comes is survived."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from kiosk.config import Feed, FeedType
from kiosk.errors import Misconfigured
from kiosk.notice import Notice, NoticeKind, Severity, Stamp
from sync.connector import Trouble
from sync.feed import Told, Unchanged
from sync.feeds import READERS
from sync.newsstand import Heard
from tests.sync.site import Site, site

KINDS = tuple(FeedType)


@pytest.fixture
def here() -> Iterator[Site]:
    with site() as opened:
        yield opened


def feed(here: Site, kind: FeedType, path: str = "/feed", most: int = 20) -> Feed:
    return Feed(
        name="town", type=kind, url=here.url + path, organisation="6104", most=most,
        timeout_s=10,
    )  # fmt: skip


def fetch(asked: Feed, stamp: Stamp = Stamp()) -> Heard:  # noqa: B008
    reader = READERS[asked.type](asked)
    try:
        return reader.fetch(stamp)
    finally:
        reader.close()


def notices(asked: Feed) -> tuple[Notice, ...]:
    told = fetch(asked)
    assert isinstance(told, Told), told
    return told.notices


# Diavgeia

SEARCH = "/feed/search.json?org=6104&status=PUBLISHED&sort=recent&page=0&size=20"
DECISION = {
    "ada": "6ΩΞΤ46Ω5ΒΞ-Ν2Φ",
    "subject": "ΕΓΚΡΙΣΗ  ΜΕΛΕΤΗΣ",
    "issueDate": 1763942400000,
    "status": "PUBLISHED",
    "versionId": "v1",
    "privateData": False,
}


def decisions(here: Site, *rows: object) -> list[str]:
    here.put(SEARCH, json.dumps({"info": {}, "decisions": rows}))
    return [one.id for one in notices(feed(here, FeedType.DIAVGEIA))]


def test_decisions_have_their_ada_and_their_time_in_milliseconds(here: Site) -> None:
    here.put(SEARCH, json.dumps({"decisions": [DECISION]}))
    assert notices(feed(here, FeedType.DIAVGEIA)) == (
        Notice(
            "6ΩΞΤ46Ω5ΒΞ-Ν2Φ", NoticeKind.DECISION, "el", "ΕΓΚΡΙΣΗ ΜΕΛΕΤΗΣ",
            "ΕΓΚΡΙΣΗ ΜΕΛΕΤΗΣ", datetime(2025, 11, 24, tzinfo=UTC),
        ),
    )  # fmt: skip


def test_private_revoked_and_corrected_decisions_are_not_shown(here: Site) -> None:
    found = decisions(
        here,
        DECISION,
        DECISION | {"ada": "private", "privateData": True},
        DECISION | {"ada": "private as a word", "privateData": "true"},
        DECISION | {"ada": "revoked", "status": "REVOKED"},
        DECISION | {"ada": "new", "versionId": "v3", "correctedVersionId": "v2"},
        DECISION | {"ada": "old", "versionId": "v2"},
    )
    assert found == ["6ΩΞΤ46Ω5ΒΞ-Ν2Φ", "new"]


def test_a_decision_that_makes_no_sense_is_left_out(here: Site) -> None:
    odd: list[object] = [
        None,
        7,
        [],
        {},
        {"ada": 3, "subject": "x"},
        DECISION | {"ada": "a" * 65},
    ]
    late = DECISION | {"ada": "late", "issueDate": 10**30, "versionId": ["v"]}
    never = DECISION | {"ada": "never", "issueDate": True}
    assert decisions(here, *odd, late, never) == ["late", "never"]


def test_a_unit_is_asked_for_by_its_uid(here: Site) -> None:
    path = SEARCH.replace("&status", "&unit=81689&status")
    here.put(path, '{"decisions": []}')
    reader = READERS[FeedType.DIAVGEIA](
        Feed(
            name="d", type=FeedType.DIAVGEIA, url=f"{here.url}/feed/", unit="81689",
            organisation="6104",
        )
    )  # fmt: skip
    assert isinstance(reader.fetch(Stamp()), Told)
    reader.close()


def test_whose_decisions_must_be_said(here: Site) -> None:
    with pytest.raises(Misconfigured, match='feed "d", organisation: is missing'):
        READERS[FeedType.DIAVGEIA](Feed(name="d", type=FeedType.DIAVGEIA, url=here.url))


# CAP


def alert(uid: str = "gr-1", **said: str) -> str:
    words = {
        "status": "Actual", "scope": "Public", "msgType": "Alert", "references": "",
        "severity": "Severe", "urgency": "Immediate", "language": "el-GR",
        "expires": "2026-11-25T22:00:00+02:00",
    } | said  # fmt: skip
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
 <identifier>{uid}</identifier><sender>civil@example.gr</sender>
 <sent>2026-11-25T10:00:00+02:00</sent><status>{words["status"]}</status>
 <msgType>{words["msgType"]}</msgType><scope>{words["scope"]}</scope>
 <references>{words["references"]}</references>
 <info><language>{words["language"]}</language><category>Met</category>
  <event>Storm</event><urgency>{words["urgency"]}</urgency>
  <severity>{words["severity"]}</severity><certainty>Likely</certainty>
  <expires>{words["expires"]}</expires><headline>Καταιγίδα &lt;b&gt;τώρα&lt;/b&gt;</headline>
  <description>Βροχή.</description><instruction>Μείνετε μέσα. https://x.gr/a</instruction>
  <area><areaDesc>Αχαΐα</areaDesc></area></info>
 <info><language>en</language><event>Storm</event><urgency>Immediate</urgency>
  <severity>Severe</severity><expires>2026-11-25T20:00:00Z</expires></info>
</alert>"""


def test_an_alert_is_told_in_each_of_its_languages(here: Site) -> None:
    here.put("/feed", alert())
    greek, english = notices(feed(here, FeedType.CAP))
    assert (greek.id, greek.language, greek.severity) == ("gr-1", "el", Severity.SEVERE)
    assert (greek.title, greek.text) == (
        "Καταιγίδα τώρα",
        "Μείνετε μέσα.\nΒροχή.\nΑχαΐα",
    )
    assert greek.expires == datetime(2026, 11, 25, 20, tzinfo=UTC)
    assert (english.language, english.title) == ("en", "Storm")


@pytest.mark.parametrize(
    "said",
    [
        {"status": "Exercise"},
        {"status": "Test"},
        {"scope": "Restricted"},
        {"msgType": "Ack"},
        {"msgType": "Cancel"},
    ],
)
def test_what_is_not_meant_for_real_or_not_for_all_is_not_shown(
    here: Site, said: dict[str, str]
) -> None:
    here.put("/feed", alert(**said))
    assert notices(feed(here, FeedType.CAP)) == ()


def test_what_is_past_is_not_shown_and_what_is_unknown_is_taken_for_moderate(
    here: Site,
) -> None:
    here.put("/feed", alert(urgency="Past"))
    assert [one.language for one in notices(feed(here, FeedType.CAP))] == ["en"]
    here.put("/feed", alert(severity="Unknown", expires="soon"))
    greek = notices(feed(here, FeedType.CAP))[0]
    assert (greek.severity, greek.expires) == (Severity.MODERATE, None)


def index(*links: str) -> str:
    entries = "".join(f'<entry><link href="{one}"/></entry>' for one in links)
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'


def test_an_index_is_followed_on_its_own_host_only(here: Site) -> None:
    here.put(
        "/feed",
        index("/1", "/1", "/gone", "/odd", "http://127.0.0.2:1/2", "file:///etc"),
    )
    here.put("/1", alert())
    here.put("/odd", "<html>log in</html>")
    assert {one.id for one in notices(feed(here, FeedType.CAP))} == {"gr-1"}
    assert [path for path, _ in here.asked] == ["/feed", "/1", "/gone", "/odd"]


def test_an_update_and_a_cancellation_take_away_what_they_refer_to(here: Site) -> None:
    here.put("/feed", index("/1", "/2", "/3", "/4"))
    here.put("/1", alert("old"))
    here.put(
        "/2",
        alert("new", msgType="Update", references="c@x.gr,old,2026-11-25T10:00:00"),
    )
    here.put("/3", alert("over"))
    here.put(
        "/4",
        alert("end", msgType="Cancel", references="c@x.gr,over,2026-11-25T10:00:00"),
    )
    assert {one.id for one in notices(feed(here, FeedType.CAP))} == {"new"}


def test_an_exercise_cancels_nothing(here: Site) -> None:
    here.put("/feed", index("/1", "/2"))
    here.put("/1", alert("real"))
    here.put(
        "/2", alert("x", status="Test", msgType="Cancel", references="c,real,2026")
    )
    assert {one.id for one in notices(feed(here, FeedType.CAP))} == {"real"}


def test_half_an_index_is_none(here: Site) -> None:
    here.put("/feed", index("/1", "/2"))
    here.put("/1", alert())
    here.put("/2", "down", status=503, headers={"Retry-After": "90"})
    told = fetch(feed(here, FeedType.CAP))
    assert isinstance(told, Trouble)
    assert (told.code, told.wait_s) == ("answered 503", 90)


# News

POST = {
    "id": 17,
    "date_gmt": "2026-11-24T08:00:00",
    "status": "publish",
    "title": {"rendered": "Νέα &#8211; τώρα"},
    "content": {
        "rendered": "<p>Πρώτη.</p><script>alert('x')</script><style>p{}</style>"
        "<p>Δεύτερη: <a href='https://x.gr'>εδώ</a>, 1 &lt; 2.</p> www.x.gr/κάτι"
    },
}


def test_posts_are_read_as_plain_text(here: Site) -> None:
    hidden = POST | {"id": 18, "content": {"rendered": "x", "protected": True}}
    here.put(
        "/feed",
        "\ufeff" + json.dumps([POST, POST | {"id": 19, "status": "draft"}, hidden]),
    )
    (told,) = notices(feed(here, FeedType.NEWS))
    assert (told.id, told.title) == ("17", "Νέα – τώρα")
    assert told.text == "Πρώτη.\nΔεύτερη: εδώ, 1 < 2."
    assert told.published == datetime(2026, 11, 24, 8, tzinfo=UTC)


RSS = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Site</title><item><title>Ένα</title><guid>a</guid>
<pubDate>Tue, 24 Nov 2026 10:00:00 +0200</pubDate><description>Λίγα</description>
<content:encoded><![CDATA[<p>Όλα.</p>]]></content:encoded></item>
<item><title></title><description>Χωρίς τίτλο</description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Site</title>
<entry><id>a</id><title>Ένα</title><updated>2026-11-24T08:00:00Z</updated>
<content type="html">&lt;p&gt;Όλα.&lt;/p&gt;</content></entry></feed>"""


@pytest.mark.parametrize("body", [RSS, ATOM])
def test_rss_and_atom_are_read_too(here: Site, body: str) -> None:
    here.put("/feed?type=x", body)
    first = notices(feed(here, FeedType.NEWS, "/feed?type=x"))[0]
    assert (first.id, first.title, first.text) == ("a", "Ένα", "Όλα.")
    assert first.published == datetime(2026, 11, 24, 8, tzinfo=UTC)


def test_no_more_is_kept_than_is_wanted(here: Site) -> None:
    here.put("/feed", json.dumps([POST | {"id": at} for at in range(30)]))
    assert len(notices(feed(here, FeedType.NEWS, most=3))) == 3


# All of them

BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">'
        for a, b in zip("abcdefg", "bcdefgh", strict=True)
    )
    + "]><rss><channel><item><title>&h;</title></item></channel></rss>"
)
XXE = (
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    "<rss><channel><item><title>&e;</title></item></channel></rss>"
)
HOSTILE = {
    "nothing": b"",
    "a login page": b"<html><body>Log in</body></html>",
    "a login page that is XML": b"<html xmlns='http://www.w3.org/1999/xhtml'/>",
    "bytes": bytes(range(256)),
    "an entity bomb": BOMB.encode(),
    "a file of ours": XXE.encode(),
    "a deep tree": b"<rss>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</rss>",
    "a deep list": b"[" * 100_000,
    "half a list": b'[{"id": 1, "title": {"rendered": "x',
    "a wrong type": b'{"decisions": 7}',
    "a number": b"7",
    "another encoding": b"\xff\xfe<\x00r\x00s\x00s\x00",
    "an encoding nobody knows": b'<?xml version="1.0" encoding="x-none"?><rss/>',
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_feed_proves_nothing(here: Site, kind: FeedType, name: str) -> None:
    path = SEARCH if kind is FeedType.DIAVGEIA else "/feed"
    here.put(path, HOSTILE[name])
    told = fetch(feed(here, kind))
    assert isinstance(told, Trouble)
    assert "root:" not in repr(told)


@pytest.mark.parametrize("kind", KINDS)
def test_an_endless_answer_is_none(here: Site, kind: FeedType) -> None:
    here.put(SEARCH if kind is FeedType.DIAVGEIA else "/feed", b" " * 5_000_001)
    told = fetch(feed(here, kind))
    assert isinstance(told, Trouble)
    assert told.code == "answer too long"


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_known_is_not_sent_again(here: Site, kind: FeedType) -> None:
    body = {
        FeedType.DIAVGEIA: json.dumps({"decisions": [DECISION]}),
        FeedType.CAP: alert(),
        FeedType.NEWS: RSS,
    }[kind]
    path = SEARCH if kind is FeedType.DIAVGEIA else "/feed"
    since = "Tue, 24 Nov 2026 10:00:00 GMT"
    here.put(path, body, tag='"v1"', headers={"Last-Modified": since})
    told = fetch(feed(here, kind))
    assert isinstance(told, Told)
    assert told.stamp == Stamp('"v1"', since)
    assert isinstance(fetch(feed(here, kind), told.stamp), Unchanged)
    assert here.asked[-1][1]["if-modified-since"] == since


def test_unchanged_is_believed_only_where_it_was_asked_for(here: Site) -> None:
    here.put("/feed", b"", status=304)
    assert isinstance(fetch(feed(here, FeedType.NEWS)), Trouble)


def test_a_stamp_that_could_do_harm_is_not_kept(here: Site) -> None:
    here.put("/feed", RSS, headers={"ETag": "x" * 300, "Last-Modified": "\x7f"})
    told = fetch(feed(here, FeedType.NEWS))
    assert isinstance(told, Told)
    assert told.stamp == Stamp()


def test_nobody_there_is_a_trouble_of_the_line() -> None:
    nowhere = Feed(
        name="x", type=FeedType.NEWS, url="http://127.0.0.1:9/feed", timeout_s=5
    )
    assert isinstance(fetch(nowhere), Trouble)


def test_an_address_that_is_none_is_told_with_its_cure() -> None:
    with pytest.raises(
        Misconfigured, match='feed "x", url: "ftp://x/" is no web address'
    ):
        READERS[FeedType.NEWS](Feed(name="x", type=FeedType.NEWS, url="ftp://x/"))

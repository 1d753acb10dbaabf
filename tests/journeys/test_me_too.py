"""Somebody told of the lamp; the next one sees it, and says "me too" in six touches."""

from datetime import UTC, datetime, timedelta

import requests

from tests.hub.clerk import Page, decide
from tests.hub.post import dispatch, put, read
from tests.hub.running import running
from tests.journeys.square import Square
from tests.sync.municipality import KEY, Filed, Municipality

SQUARE = {"latitude": 38.28, "longitude": 21.887}
"""Of Sella, where the tour tells of a dead lamp."""
WITH_IT = (
    "attract language home choice choice place others check receipt help follow case"
)


def settled(
    square: Square, kind: str, url: str, key: str = "", every_s: int = 3600
) -> None:
    """Write the settings of a kiosk that sends there, and looks there so often."""
    square.sends_to(url, key)
    settings = square.home / "plateia.toml"
    text = settings.read_text("utf-8").replace('type = "open311"', f'type = "{kind}"')
    text = text.replace("[agent]", f"[agent]\nothers_every_s = {every_s}")
    settings.write_text(text, "utf-8")


def test_at_a_hub_it_is_counted_and_hears_what_becomes_of_the_other(
    square: Square,
) -> None:
    with running(square.folder / "hubs") as hub:
        settled(square, "hub", f"{hub.url}plateia/v1")
        lamp = dispatch(1, service="broken-lamp", **SQUARE)
        number = str(read(put(hub, lamp), 201)["request"])
        assert "municipality/open: 1 open" in square.once().told
        ended = square.tour("--language", "el")
        assert (ended.code, ended.complained) == (0, "")
        told = square.told()
        assert (told["touches"], told["typed_characters"]) == (6, 0)
        assert [page["name"] for page in told["screens"]] == WITH_IT.split()
        page = requests.get(f"{hub.url}requests/{number}", timeout=30)
        assert "2 άνθρωποι" in Page(page.text).words
        assert decide(hub, number, status="fixed", note="Έγινε.").status_code == 303
        assert "municipality/open: 0 open" in square.once().told
        assert square.case(told["receipt"]) == ("done", "Έγινε.")


def test_what_the_kiosk_sent_itself_is_known_without_a_list_and_without_a_line(
    square: Square, town: Municipality
) -> None:
    settled(square, "open311", town.url, KEY, every_s=0)
    assert square.tour("--language", "en").code == 0
    [first] = town.filed
    ended = square.tour("--offline", "--language", "en")
    assert (ended.code, ended.complained) == (0, "")
    told = square.told()
    assert [page["name"] for page in told["screens"]] == WITH_IT.split()
    assert told["touches"] == 6
    assert len(town.filed) == 1
    square.once()
    second = town.filed[-1]
    code = square.outbox()[0]["receipt"]
    named = f"{code[:3]}-{code[3:6]}-{code[6:]}"
    assert len(town.filed) == 2
    assert second.form["description"].startswith(f"Το ίδιο με το αίτημα {named}\n")
    finish(first)
    square.once()
    assert square.case(told["receipt"]) == ("done", "Έγινε.")


def finish(filed: Filed) -> None:
    """Close it now, by the town's clock."""
    filed.status, filed.notes = "closed", "Έγινε."
    filed.updated = datetime.now(UTC) + timedelta(minutes=1)

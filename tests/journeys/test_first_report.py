"""A citizen says that a lamp is out, and the municipality has it."""

import pytest
import requests
from PySide6.QtGui import QImage

from tests.hub.running import BASE, running
from tests.journeys.square import Square

PAGES = (
    "attract language home choice choice place several check receipt help follow case"
)


def test_a_report_is_touched_kept_carried_and_found_again(square: Square) -> None:
    with running(square.folder / "hubs") as hub:
        square.sends_to(hub.url + BASE)
        ended = square.tour("--language", "el")
        assert (ended.code, ended.complained) == (0, "")
        told = square.told()
        filed = hub.json(f"requests/{told['remote_id']}")[0]
    assert told["state"] == "delivered"
    assert (told["touches"], told["typed_characters"]) == (6, 0)
    assert [page["name"] for page in told["screens"]] == PAGES.split()
    assert filed["service_code"] == "broken-lamp"
    code = told["receipt"]
    assert f"{code[:3]}-{code[3:6]}-{code[6:]}" in filed["description"]
    assert filed["address"] == "Πλατεία, Σελλά"
    [line] = square.outbox()
    assert line == {
        "submission_id": told["submission_id"],
        "receipt": code,
        "form": "problem",
        "state": "delivered",
        "destination": "municipality",
        "remote_id": told["remote_id"],
        "attempts": 1,
        "last_error": "",
        "part": 0,
    }


def test_every_page_of_the_tour_is_a_picture_with_words_that_are_spoken(
    square: Square,
) -> None:
    square.sends_to("http://127.0.0.1:9/")
    assert square.tour("--offline", "--language", "en").code == 0
    for page in square.told()["screens"]:
        picture = QImage(str(square.out / page["png"]))
        assert (picture.width(), picture.height()) == (1366, 768)
        assert page["words"]
        assert page["spoken"]


def test_with_no_network_it_is_ready_and_goes_out_when_the_line_returns(
    square: Square,
) -> None:
    with running(square.folder / "hubs") as hub:
        square.sends_to(hub.url + BASE)
        assert square.tour("--offline").code == 0
        assert square.told()["state"] == "ready"
        assert square.told()["seconds_to_delivery"] is None
        assert hub.json("requests") == []
        ended = square.once()
        assert (ended.code, ended.complained) == (0, "")
        [filed] = hub.json("requests")
    [line] = square.outbox()
    assert (line["state"], line["remote_id"]) == (
        "delivered",
        filed["service_request_id"],
    )


@pytest.mark.parametrize("answers", ["json", "xml"])
def test_the_hub_may_speak_either_format(square: Square, answers: str) -> None:
    with running(square.folder / "hubs") as hub:
        square.sends_to(hub.url + BASE)
        settings = square.home / "plateia.toml"
        settings.write_text(
            settings.read_text("utf-8") + f'format = "{answers}"\n', "utf-8"
        )
        assert square.tour().code == 0
        assert len(hub.json("requests")) == 1


def test_the_demonstration_without_a_display_makes_the_journey_and_ends_well(
    square: Square,
) -> None:
    ended = square.run("ui", "demo")
    assert (ended.code, ended.complained) == (0, "")
    assert "no display" in ended.told
    assert "delivered in" in ended.told
    [line] = square.outbox()
    assert line["state"] == "delivered"


def test_several_kiosks_run_side_by_side_on_one_machine(square: Square) -> None:
    second = Square(square.folder / "second")
    try:
        both = [one.start("ui", "demo") for one in (square, second)]
        assert [one.wait(120) for one in both] == [0, 0]
        for one in (square, second):
            [line] = one.outbox()
            assert line["state"] == "delivered"
    finally:
        second.close()


def test_what_the_clerk_writes_reaches_the_citizen_by_their_number(
    square: Square,
) -> None:
    with running(square.folder / "hubs") as hub:
        square.sends_to(hub.url + BASE)
        assert square.tour().code == 0
        told = square.told()
        page = f"{hub.url}requests/{told['remote_id']}"
        form = requests.get(page, timeout=30).text
        hidden = dict(_hidden(form))
        answer = requests.post(
            page,
            data={
                **hidden,
                "status": "fixed",
                "note": "Αλλάχτηκε η λάμπα <b>χθες</b>.",
            },
            headers={"Origin": hub.url.rstrip("/")},
            timeout=30,
        )
        assert answer.status_code == 200
        assert square.once().code == 0
    assert square.case(told["receipt"]) == ("done", "Αλλάχτηκε η λάμπα <b>χθες</b>.")


def _hidden(page: str) -> list[tuple[str, str]]:
    import re

    return re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)

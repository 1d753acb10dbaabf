"""Open data: no group of fewer than five is shown, and no sum tells what was in it."""

import csv
import io
from collections import Counter

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from kiosk.opendata import (
    COLUMNS,
    SMALLEST_CELL,
    Cell,
    Collection,
    Filed,
    collection,
    description,
    harmless,
    shown,
    table,
)
from kiosk.packs import Pack
from kiosk.submission import Progress
from tests.kiosk.village import Kiosk

LAMP = Cell("2026-10", "problem", "broken-lamp", "ano")
HOLE = Cell("2026-10", "problem", "pothole", "ano")
NOWHERE = Cell("2026-09", "problem", "pothole", "")
GONE = Cell("2026-10", "problem", "", "", forgotten=True)


def filed(cell: Cell, count: int, progress: Progress = Progress.SENT) -> list[Filed]:
    return [Filed(cell, progress, "2026-11") for _ in range(count)]


cells = st.builds(
    Cell,
    st.sampled_from(["2026-09", "2026-10"]),
    st.just("problem"),
    st.sampled_from(["", "broken-lamp", "pothole"]),
    st.sampled_from(["", "ano", "kato"]),
    st.booleans(),
)


def rows(told: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(told.decode("utf-8-sig"))))


@given(st.lists(st.builds(Filed, cells, st.sampled_from(Progress), st.just(""))))
def test_a_group_is_shown_whole_or_not_at_all(everything: list[Filed]) -> None:
    held = Counter(one.cell for one in everything)
    found = shown(everything)
    for cell, count in held.items():
        if cell.forgotten:
            assert len(found.get(cell, [])) == count // SMALLEST_CELL * SMALLEST_CELL
        else:
            assert len(found.get(cell, [])) == (count if count >= SMALLEST_CELL else 0)


@given(st.integers(0, 4), st.integers(0, 4))
def test_what_is_written_does_not_depend_on_small_groups(
    some: int, others: int
) -> None:
    """So there is nothing to subtract: with other small groups, the same bytes."""
    large = filed(LAMP, 7)
    assert shown(large + filed(HOLE, some)) == shown(large + filed(HOLE, others))
    assert list(shown(filed(GONE, 10 + some))) == list(shown(filed(GONE, 10 + others)))
    assert shown(filed(GONE, 10 + some)) == shown(filed(GONE, 10 + others))


def test_rows_stand_in_no_order_of_time() -> None:
    one, other = Filed(LAMP, Progress.DONE, "2026-10"), Filed(LAMP, Progress.KEPT, "")
    assert shown([one] * 3 + [other] * 3) == shown([other] * 3 + [one] * 3)


def test_the_table_has_open311s_columns_and_nobodys_words(kiosk: Kiosk) -> None:
    told = rows(table(shown(filed(LAMP, 5, Progress.DONE)), kiosk.pack, "kiosk"))
    assert len(told) == 5
    assert tuple(told[0]) == COLUMNS
    assert told[4] == {
        "service_request_id": "kiosk-2026-10-00005",
        "requested_datetime": "2026-10",
        "updated_datetime": "2026-11",
        "closed_date": "2026-11",
        "status_description": "closed",
        "status_notes": "",
        "source": "Kiosk",
        "service_name": "Πείτε μας ένα πρόβλημα",
        "service_subtype": "Σβηστή λάμπα",
        "description": "",
        "agency_responsible": "Δήμος Λευκής",
        "address": "Άνω Λευκή",
        "lat": "38.27000",
        "long": "21.86000",
    }


def test_the_map_has_a_point_for_each_group_longitude_first(kiosk: Kiosk) -> None:
    told = collection(shown(filed(LAMP, 5) + filed(NOWHERE, 6)), kiosk.pack)
    raw = msgspec.json.decode(msgspec.json.encode(told))
    assert raw["type"] == "FeatureCollection"
    nowhere, lamp = raw["features"]
    assert (nowhere["geometry"], nowhere["properties"]["count"]) == (None, 6)
    assert lamp["geometry"] == {"type": "Point", "coordinates": [21.86, 38.27]}
    assert lamp["properties"]["service_name"]["en"] == "Dark lamp"
    assert msgspec.json.decode(msgspec.json.encode(told), type=Collection) == told


def test_the_catalogue_is_told_what_there_is(kiosk: Kiosk) -> None:
    told = description(kiosk.pack, "kiosk", ("2026-09", "2026-10"), {"reports.csv": 7})
    assert told["@type"] == "dcat:Dataset"
    assert told["dct:title"] == [
        {"@language": "el", "@value": "Δήμος Λευκής"},
        {"@language": "en", "@value": "Municipality of Lefki"},
    ]
    assert "dct:temporal" not in description(kiosk.pack, "kiosk", None, {})


def test_no_cell_is_a_formula() -> None:
    for hostile in (
        "=cmd()",
        "+1",
        "-1",
        "@x",
        "\t=cmd()",
        "\n=cmd()",
        "\u202e=x",
        " =x",
    ):
        assert harmless(hostile).startswith("'"), hostile
    assert harmless("a\r\nb\x00c") == "a b c"
    assert harmless("Άνω Λευκή") == "Άνω Λευκή"


def test_a_hostile_pack_makes_no_formula_and_no_second_row(kiosk: Kiosk) -> None:
    evil = {"el": '=HYPERLINK("x")\r\n"quoted",row', "en": "x"}
    form = msgspec.structs.replace(kiosk.pack.forms[0], title=evil)
    pack = Pack(kiosk.pack.folder, kiosk.pack.municipality, kiosk.pack.places, (form,))
    told = rows(table(shown(filed(LAMP, 5)), pack, "kiosk"))
    assert len(told) == 5
    assert told[0]["service_name"] == '\'=HYPERLINK("x") "quoted",row'

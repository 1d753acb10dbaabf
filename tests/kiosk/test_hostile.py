"""Whatever an author or a citizen wrote is words to us: kept, sent, told, and nothing more."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.codes import read_code
from kiosk.errors import Misconfigured
from kiosk.opendata import harmless
from kiosk.packs import load_pack
from kiosk.poles import place_of
from kiosk.question import tidy
from kiosk.xform import form_xml
from tests.hostile import NASTY
from tests.kiosk.village import PROBLEM, TOWN_HALL, Kiosk

UNSAFE = {chr(one) for one in (*range(9), *range(11, 32), *range(127, 160))} | set(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
anything = st.one_of(
    st.text(st.characters(exclude_categories=())), st.sampled_from([*NASTY.values()])
)


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
def test_a_pack_that_says_so_is_asked_and_its_reports_can_be_sent(
    tmp_path: Path, nasty: str
) -> None:
    """No author's word stops a report: what no wire takes is left out of what is sent."""
    written = json.dumps(nasty[:120], ensure_ascii=False).replace("\x7f", "\\u007f")
    form = PROBLEM
    for word in ("Φωτισμός", "Τι συμβαίνει;", "Σβηστή λάμπα", "Πού είναι;"):
        form = form.replace(f'"{word}"', written)
    with Kiosk(tmp_path) as kiosk:
        file = kiosk.pack.folder / "forms" / "problem.toml"
        file.write_text(form, "utf-8")
        kiosk.pack = load_pack(kiosk.pack.folder, None)
        kiosk.door.renew(kiosk.config, kiosk.pack)
        form_xml(kiosk.pack.forms[0], kiosk.pack.places, ("el", "en"))
        kiosk.confirm()
        parcel = kiosk.outbox().claim(TOWN_HALL)
    assert parcel is not None
    sent = parcel.dispatch
    for told in (sent.title, sent.address, sent.description):
        assert not UNSAFE & set(told)
        told.encode("utf-8")
    assert "\n" not in sent.title + sent.address
    words = " ".join(tidy(nasty[:120], 120).split())
    assert words in " ".join(sent.description.split())


@given(anything)
def test_no_answer_can_do_anything_to_a_wire(typed: str) -> None:
    kept = tidy(typed, 10_000)
    assert not UNSAFE & set(kept)
    kept.encode("utf-8")


@given(anything)
def test_no_cell_of_an_export_is_a_formula(written: str) -> None:
    told = harmless(written)
    assert not told.lstrip().startswith(("=", "+", "-", "@"))


@given(anything, anything)
def test_a_trouble_is_one_line_that_no_terminal_obeys(name: str, what: str) -> None:
    told = str(Misconfigured(name, what, "mend it"))
    assert told.isprintable()
    told.encode("utf-8")


@given(anything)
def test_a_code_that_was_read_is_ours_or_nothing(text: str) -> None:
    code = read_code(text)
    assert code is None or code.isalnum()


def test_a_hostile_sign_on_a_pole_leads_nowhere(kiosk: Kiosk) -> None:
    for nasty in NASTY.values():
        assert place_of(nasty, kiosk.pack.places) is None


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
def test_a_mistake_tells_its_place_in_one_line_whatever_stands_there(
    tmp_path: Path, nasty: str
) -> None:
    with Kiosk(tmp_path) as kiosk:
        file = kiosk.pack.folder / "forms" / "problem.toml"
        named = json.dumps(nasty, ensure_ascii=False).replace("\x7f", "\\u007f")
        file.write_text(PROBLEM.replace('id = "lamp"', f"id = {named}"), "utf-8")
        with pytest.raises(Misconfigured) as caught:
            load_pack(kiosk.pack.folder, None)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 1_000

"""What the code on a form on paper says, and which paper is refused."""

import secrets

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import resources
from kiosk.packs import Pack, load_pack
from kiosk.paperform import (
    PaperForm,
    Refusal,
    WrongPaper,
    form_of,
    new_paper,
    read_paper,
)

GREEK = str.maketrans("wertyuiopasdfghjklzxcvbnm", "ςερτυθιοπασδφγηξκλζχψωβνμ")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(resources.pack("patras"), resources.icons())


def refusal(paper: PaperForm, pack: Pack) -> Refusal:
    with pytest.raises(WrongPaper) as refused:
        form_of(paper, pack)
    assert str(refused.value).count("\n") == 0
    return refused.value.refusal


def test_a_paper_is_known_by_its_code(pack: Pack) -> None:
    for form in pack.forms:
        paper = new_paper(pack, form, secrets.token_bytes)
        assert read_paper(paper.text) == paper
        assert form_of(read_paper(paper.text), pack) is form


def test_no_two_papers_are_the_same(pack: Pack) -> None:
    papers = {new_paper(pack, pack.forms[0], secrets.token_bytes) for _ in range(50)}
    assert len({one.serial for one in papers}) == 50


@pytest.mark.parametrize(
    "typed",
    [
        str.upper,
        lambda text: f"  {text}\r\n",
        lambda text: text.translate(GREEK),
    ],
    ids=["capitals", "a reader's line", "Greek keys"],
)
def test_it_is_known_however_a_reader_types_it(pack: Pack, typed: object) -> None:
    assert callable(typed)
    for form in pack.forms:
        paper = new_paper(pack, form, secrets.token_bytes)
        assert read_paper(typed(paper.text)) == paper


def test_a_mistyped_serial_is_no_paper() -> None:
    with pytest.raises(WrongPaper) as refused:
        read_paper("plateia/paper/patras/problem/KX74MQ2PA/1")
    assert refused.value.refusal is Refusal.NO_PAPER


@given(
    st.text(max_size=80) | st.text(max_size=60).map(lambda one: f"plateia/paper/{one}")
)
def test_whatever_is_scanned_is_a_paper_or_refused(text: str) -> None:
    try:
        paper = read_paper(text)
    except WrongPaper:
        return
    assert read_paper(paper.text) == paper


def test_what_another_pack_or_version_printed_is_refused(pack: Pack) -> None:
    paper = new_paper(pack, pack.forms[0], secrets.token_bytes)
    other = msgspec.structs.replace
    assert refusal(other(paper, pack="igoumenitsa"), pack) is Refusal.OTHER_PACK
    assert refusal(other(paper, form="gone"), pack) is Refusal.NO_SUCH_FORM
    assert refusal(other(paper, version="0"), pack) is Refusal.OTHER_VERSION
    newer = other(pack.forms[0], version="99")
    assert refusal(paper, replace(pack, forms=(newer,))) is Refusal.OTHER_VERSION

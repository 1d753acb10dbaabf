"""A form on paper: what stands on it, in every language, and that nothing of it is cut."""

from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from pytestqt.qtbot import QtBot

import resources
from i18n import Language, languages
from kiosk.codes import new_code
from kiosk.config import Printer as Paper
from kiosk.forms import Form, Statement, Voice, say
from kiosk.packs import Pack, load_pack
from kiosk.paperform import PaperForm, read_paper
from tests.ui.test_printing import ended, home, pages  # noqa: F401 -- a fixture
from ui.__main__ import main
from ui.blank import blank_of
from ui.eye import codes_in
from ui.leaves import Ask, Blank, Box, draw_blank
from ui.pdf import in_language, write_pdf
from ui.press import Press
from ui.theme import load_fonts

SERIAL = new_code(lambda count: b"\x07" * count)
MARGIN_PX = 106  # 18 mm of the 1240 pixels that 210 mm are drawn on
SIZE = QSize(1240, 1754)


@cache
def pack_of(name: str) -> Pack:
    return load_pack(resources.pack(name), resources.icons())


def language_of(code: str) -> Language:
    return next(one for one in languages() if one.code == code)


def paper_of(pack: Pack, form: Form) -> PaperForm:
    return PaperForm(pack.municipality.id, form.id, form.version, SERIAL)


def blank(pack: str, form: str, code: str) -> Blank:
    loaded = pack_of(pack)
    found = loaded.form(form)
    assert found is not None
    return blank_of(loaded, found, paper_of(loaded, found), language_of(code))


def written(asked: Blank, path: Path) -> QPdfDocument:
    load_fonts()
    write_pdf(
        path,
        asked.title,
        asked.language,
        lambda painter, page, turn: draw_blank(painter, asked, page, turn),
    )
    document = QPdfDocument()
    assert document.load(str(path)) is QPdfDocument.Error.None_
    return document


def drawn(document: QPdfDocument) -> Iterator[QImage]:
    for number in range(document.pageCount()):
        page = document.render(number, SIZE)
        image = QImage(SIZE, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.drawImage(0, 0, page)
        painter.end()
        yield image


def read(document: QPdfDocument) -> str:
    """Return all that can be selected, in its order. Where a space is narrow QtPdf does
    not see it."""
    texts = (document.getAllText(at).text() for at in range(document.pageCount()))
    return dense("".join(texts))


def dense(text: str) -> str:
    return "".join(text.split())


def has_ink(image: QImage, part: QRect) -> bool:
    white = QColor("white").rgb()
    return any(
        image.pixel(QPoint(x, y)) != white
        for x, y in product(
            range(part.left(), part.right(), 2), range(part.top(), part.bottom(), 2)
        )
    )


def margins() -> Iterator[QRect]:
    wide, high, edge = SIZE.width(), SIZE.height(), MARGIN_PX - 6
    yield QRect(0, 0, edge, high)
    yield QRect(wide - edge, 0, edge, high)
    yield QRect(0, 0, wide, edge)
    yield QRect(0, high - edge, wide, edge)


# What stands on it


def test_every_question_that_paper_can_ask_stands_there_once() -> None:
    for name in resources.packs():
        for form in pack_of(name).forms:
            asked = blank(name, form.id, "el")
            titles = [one.title for one in asked.asks]
            boxes = {box.words for one in asked.asks for box in one.boxes}
            numbered = [one for one in titles if one[0].isdigit()]
            assert [int(one.split(".")[0]) for one in numbered] == [
                *range(1, len(numbered) + 1)
            ]
            for question in form.questions:
                said = sum(say(question.title, ("el",)) in one for one in titles)
                spoken = isinstance(question, Voice) or question.id == "how"
                photo = question.id == "photo"
                assert said >= (not spoken and not photo), (name, form.id, question.id)
                for option in question.choices():
                    label = say(option.label, ("el",))
                    assert spoken or any(label in one for one in boxes)


def test_a_branch_tells_when_it_is_to_be_answered() -> None:
    asks = blank("patras", "problem", "en").asks
    lamp = next(one for one in asks if "What about the light?" in one.title)
    assert lamp.only == ("Only if you ticked in 1: Street light",) or (
        len(lamp.only) == 1 and lamp.only[0].startswith("Only if you ticked in 1: ")
    )
    more = next(one for one in asks if "tell us more" in one.title)
    (but,) = more.only
    assert but.startswith("Not if you ticked in 1: ")
    words = next(one for one in asks if one.lines and "write" in one.title)
    assert words.only[0].endswith("In my own words")  # and how is not asked


def test_what_is_personal_need_not_be_told() -> None:
    phone = blank("patras", "problem", "en").asks[-1]
    assert "telephone" in phone.title
    assert "Only if you want to." in phone.notes


def test_villages_are_ticked_where_they_are_few() -> None:
    pack = pack_of("patras")
    few = msgspec.structs.replace(pack.places, villages=pack.places.villages[:4])
    small = Pack(pack.folder, pack.municipality, few, pack.forms)
    form = pack.forms[0]
    asks = blank_of(small, form, paper_of(pack, form), language_of("el")).asks
    where = next(one for one in asks if "Πού είναι" in one.title)
    assert [one.words for one in where.boxes][:1] == ["Σελλά"]
    whole = blank("patras", "problem", "el").asks
    where = next(one for one in whole if "Πού είναι" in one.title)
    assert where.boxes == ()
    assert len(where.lines) == 3


# How it is drawn


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("code", [one.code for one in languages()])
def test_it_can_be_read_and_scanned_in_every_language(
    code: str, tmp_path: Path
) -> None:
    asked = blank("igoumenitsa", "satisfaction", code)
    document = written(asked, tmp_path / "form.pdf")
    first, *others = drawn(document)
    (found,) = codes_in(first)
    assert read_paper(found) == PaperForm("igoumenitsa", "satisfaction", "1", SERIAL)
    assert others
    for image in (first, *others):
        assert not any(has_ink(image, edge) for edge in margins())
    if not asked.rtl:  # QtPdf turns some signs round where the other way is written
        text = read(document)
        places = [text.find(dense(one.title)) for one in asked.asks]
        assert -1 not in places
        assert places == sorted(places)
        for one in asked.asks:
            for box in one.boxes:
                assert dense(box.words) in text
    count = document.pageCount()
    last = asked.page.format(number=count, count=count)
    assert asked.rtl or dense(last) in read(document)
    content = (tmp_path / "form.pdf").read_bytes()
    assert b"/Lang (%s)" % code.encode() in content
    assert document.metaData(QPdfDocument.MetaDataField.Title) == asked.title


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("rtl", [False, True])
def test_whatever_a_pack_says_there_is_room_for_it(rtl: bool, tmp_path: Path) -> None:
    word = "Ανεξιχνίαστο" * 2
    hostile = "<b>x</b> \u202e {0} %s " + word
    asked = msgspec.structs.replace(
        blank("patras", "problem", "el"),
        rtl=rtl,
        title=f"{hostile} {hostile}",
        asks=tuple(
            Ask(
                title=f"{hostile} {number}",
                only=(hostile * 3,),
                boxes=(Box(hostile),) * number,
                lines=("", hostile),
            )
            for number in range(1, 12)
        ),
    )
    document = written(asked, tmp_path / "form.pdf")
    for image in drawn(document):
        assert not any(has_ink(image, edge) for edge in margins())
    count = document.pageCount()
    assert count > 5
    for number in range(1, count + 1):
        text = dense(document.getAllText(number - 1).text())
        foot = dense(asked.page.format(number=number, count=count))
        assert rtl or text.count(foot) == 1


def test_a_pdf_that_is_none_is_left_alone() -> None:
    assert in_language(b"no PDF", "el") == b"no PDF"


# How it comes out


def test_the_child_writes_a_form_of_many_pages(
    tmp_path: Path,
    home: Path,  # noqa: F811
    qtbot: QtBot,
) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    press = Press(Paper(folder=str(folder)))
    assert press.prints_forms
    assert ended(press, qtbot, blank("patras", "problem", "ar"))
    (document,) = pages(folder)
    assert document.pageCount() > 3
    press.close()


@pytest.mark.usefixtures("qapp")
def test_an_office_prints_a_form_for_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "form.pdf"
    words = ["paper", "--home", str(tmp_path / "home"), "--pack", "thessaloniki"]
    words += ["--form", "budget", "--language", "sq", "--out", str(out)]
    assert main(words) == 0
    told = capsys.readouterr().out
    document = QPdfDocument()
    document.load(str(out))
    (found,) = codes_in(next(drawn(document)))
    paper = read_paper(found)
    assert paper.label in told
    assert (paper.pack, paper.form) == ("thessaloniki", "budget")
    assert main([*words[:-1], str(tmp_path / "nowhere" / "form.pdf")]) == 3


def test_a_statement_is_read_on_paper_too() -> None:
    form = pack_of("patras").forms[0]
    statement = next(one for one in form.questions if isinstance(one, Statement))
    asks = blank("patras", "problem", "el").asks
    said = next(one for one in asks if one.title == say(statement.title, ("el",)))
    assert [say(one, ("el",)) for one in statement.text] == list(said.notes)

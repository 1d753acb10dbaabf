"""A form as an XLSForm, the workbook that Kobo takes where others take an XForm.

What a kiosk files fits it: the nodes have the names they have in `xform`. It is there to
receive: whoever fills it in by hand is asked for a position instead of being told it, and
sees nothing of what a kiosk adds of its own. Paths are relative, for Kobo gives the root a
name of its own choice. One name is not to be had for a question: `meta`; who reads the
workbook says so.

Spec: XLSForm (xlsform.org); Office Open XML, ECMA-376 part 1, 18 (SpreadsheetML).
"""

import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator, Mapping, Sequence

from kiosk.forms import (
    Budget,
    Date,
    Form,
    Kind,
    Number,
    Photo,
    Place,
    Ranking,
    Several,
    Statement,
    Voice,
    say,
)
from kiosk.media import LONGEST_SIDE
from kiosk.places import Gazetteer, Text
from kiosk.xform import KEPT, node_name, sound

_Row = Mapping[str, str]
"""The cells of a row that say something, by the heads of their columns."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BONDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/{}"
_PART = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"
_TYPES = {"string": "text", "dateTime": "dateTime"}
_DATE = (1980, 1, 1, 0, 0, 0)  # the same form is always the same file


def form_xlsx(form: Form, places: Gazetteer, languages: tuple[str, ...]) -> bytes:
    """Write a form as an XLSForm, in these languages; the first is its default."""
    survey: list[_Row] = [{"type": "begin_group", "name": "answers"}]
    for question in form.questions:
        survey += _asked(question, places, languages)
    survey += [
        {"type": "end_group"},
        {"type": "begin_group", "name": "kept", "relevant": "false()"},
        *(
            {"type": _TYPES[kind], "name": name, **_told("label", name, languages)}
            for name, kind in KEPT
        ),
        {"type": "end_group"},
    ]
    settings = {
        "form_title": say(form.title, languages),
        "form_id": form.id,
        "version": form.version,
        "default_language": languages[0],
        "allow_choice_duplicates": "yes",  # every village has its square
        "name": "report",
    }
    choices = [*_choices(form, places, languages)]
    return _workbook({"survey": survey, "choices": choices, "settings": [settings]})


_KINDS: dict[type[Kind], str] = {
    Date: "date",
    Number: "integer",
    Photo: "image",
    Statement: "acknowledge",
    Voice: "audio",
}
_CHOOSING: dict[type[Kind], str] = {
    Budget: "select_multiple",
    Ranking: "rank",
    Several: "select_multiple",
}


def _asked(
    question: Kind, places: Gazetteer, languages: tuple[str, ...]
) -> Iterator[_Row]:
    name = node_name(question.id)
    required = {"required": "yes"} if question.needs_answer else {}
    when = {"relevant": _relevant(question)} if question.when else {}
    words = _told("label", question.title, languages)
    if question.hint:
        words |= _told("hint", question.hint, languages)
    if isinstance(question, Place):
        yield {"type": "begin_group", "name": name, **when}
        yield {"type": "select_one _villages", "name": "village", **words, **required}
        if any(village.landmarks for village in places.villages):
            same = {"choice_filter": "village = current()/../village"}
            yield {"type": "select_one _landmarks", "name": "landmark", **words, **same}
        if (
            places.layers
        ):  # a lamp by its number: nobody is asked for it but at the kiosk
            yield {"type": "hidden", "name": "asset"}
        yield {"type": "geopoint", "name": "location", **words}
        yield {"type": "end_group"}
        return
    kind = _KINDS.get(type(question), "text")
    if question.choices():
        kind = f"{_CHOOSING.get(type(question), 'select_one')} {name}"
    if isinstance(question, Several) and question.most < len(question.options):
        when["constraint"] = f"count-selected(.) <= {question.most}"
    if isinstance(question, Photo):
        when["parameters"] = f"max-pixels={LONGEST_SIDE}"
    yield {"type": kind, "name": name, **words, **required, **when}


def _relevant(question: Kind) -> str:
    """Say in XPath when a question is asked; `Question.is_asked` says the same."""
    conditions = []
    for earlier, wanted in question.when.items():
        ids = (wanted,) if isinstance(wanted, str) else wanted
        at = f"../{node_name(earlier)}"
        conditions.append(" or ".join(f"selected({at}, '{one}')" for one in ids))
    return " and ".join(f"({one})" for one in conditions)


def _choices(
    form: Form, places: Gazetteer, languages: tuple[str, ...]
) -> Iterator[_Row]:
    def row(of: str, name: str, label: Text, village: str = "") -> _Row:
        told = _told("label", label, languages)
        return {"list_name": of, "name": name, **told, "village": village}

    for question in form.questions:
        for option in question.choices():
            yield row(node_name(question.id), option.id, option.label)
    for village in places.villages:
        yield row("_villages", village.id, village.name)
        for spot in village.landmarks:
            yield row("_landmarks", spot.id, spot.name, village.id)


def _told(column: str, words: Text | str, languages: tuple[str, ...]) -> dict[str, str]:
    """Say it in every language, or in the first that has it."""
    return {
        f"{column}::{one}": words
        if isinstance(words, str)
        else say(words, (one, *languages))
        for one in languages
    }


# The workbook


def _workbook(sheets: Mapping[str, Sequence[_Row]]) -> bytes:
    """Write the least that is a workbook: its sheets, and the list of them."""
    types = ET.Element("Types", xmlns=_PACKAGE.format("content-types"))
    package = _PACKAGE.format("relationships")
    bonds = ET.Element("Relationships", xmlns=package)
    book = ET.Element("workbook", {"xmlns": _MAIN, "xmlns:r": _BONDS})
    listed = ET.SubElement(book, "sheets")
    ET.SubElement(
        types,
        "Default",
        Extension="rels",
        ContentType="application/vnd.openxmlformats-package.relationships+xml",
    )
    _add_type(types, "/xl/workbook.xml", "sheet.main")
    parts = {}
    for number, (name, rows) in enumerate(sheets.items(), start=1):
        path, bond = f"worksheets/{name}.xml", f"rId{number}"
        _add_type(types, f"/xl/{path}", "worksheet")
        _add_bond(bonds, bond, "worksheet", path)
        about = {"name": name, "sheetId": str(number), "r:id": bond}
        ET.SubElement(listed, "sheet", about)
        parts[f"xl/{path}"] = _sheet(rows)
    roots = ET.Element("Relationships", xmlns=package)
    _add_bond(roots, "rId1", "officeDocument", "xl/workbook.xml")
    parts |= {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": bonds}
    return _packed({"[Content_Types].xml": types, "_rels/.rels": roots, **parts})


def _sheet(rows: Sequence[_Row]) -> ET.Element:
    heads = [*dict.fromkeys(head for row in rows for head in row)]
    sheet = ET.Element("worksheet", xmlns=_MAIN)
    grid = ET.SubElement(sheet, "sheetData")
    for row in [dict(zip(heads, heads, strict=True)), *rows]:
        line = ET.SubElement(grid, "row")
        for head in heads:
            cell = ET.SubElement(line, "c", t="inlineStr")
            text = ET.SubElement(ET.SubElement(cell, "is"), "t")
            text.text = sound(row.get(head, ""))
    return sheet


def _add_type(types: ET.Element, path: str, kind: str) -> None:
    ET.SubElement(types, "Override", PartName=path, ContentType=_PART.format(kind))


def _add_bond(bonds: ET.Element, name: str, kind: str, to: str) -> None:
    about = {"Id": name, "Type": f"{_BONDS}/{kind}", "Target": to}
    ET.SubElement(bonds, "Relationship", about)


def _packed(parts: Mapping[str, ET.Element]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for path, root in parts.items():
            written = ET.tostring(root, encoding="utf-8", xml_declaration=True)
            package.writestr(zipfile.ZipInfo(path, _DATE), written)
    return file.getvalue()

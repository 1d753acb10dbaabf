"""A form as an XForm, and what was filed with it as its submission.

For municipalities that have ODK Central or another OpenRosa server: the form is uploaded
there once, and what a kiosk sends fits it. Both are written here, because they must agree:
each question is a node of its own name, a place has a village and a landmark inside.

Spec: ODK XForms (getodk.github.io/xforms-spec), OpenRosa 1.0 Metadata.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from datetime import UTC

from kiosk.forms import (
    Budget,
    Date,
    Form,
    Kind,
    Number,
    Option,
    Photo,
    Place,
    Project,
    Ranking,
    Several,
    Statement,
    Voice,
    Words,
    say,
)
from kiosk.places import Gazetteer, Spot, Text, is_landmark
from kiosk.submission import Dispatch

_NAMESPACES = {
    "xmlns": "http://www.w3.org/2002/xforms",
    "xmlns:h": "http://www.w3.org/1999/xhtml",
    "xmlns:jr": "http://openrosa.org/javarosa",
    "xmlns:odk": "http://www.opendatakit.org/xforms",
}
_ROOT = "/report"
_VILLAGES = "_villages"  # no id of a pack has an underscore
_LANDMARKS = "_landmarks"
KEPT = (
    ("receipt", "string"),
    ("kiosk", "string"),
    ("confirmed", "dateTime"),
    ("language", "string"),
    ("address", "string"),
    ("same_as", "string"),
)
"""What the kiosk adds of its own, and nobody is asked: names and types."""
_TYPES: dict[type[Kind], str] = {
    Date: "date",
    Number: "int",
    Photo: "binary",
    Ranking: "odk:rank",
    Voice: "binary",
}
"""Of a question's node; all else is text."""
_CONTROLS: dict[type[Kind], tuple[str, dict[str, str]]] = {
    Budget: ("select", {}),
    Photo: ("upload", {"mediatype": "image/*"}),
    Ranking: ("odk:rank", {}),
    Several: ("select", {}),
    Statement: ("trigger", {}),
    Voice: ("upload", {"mediatype": "audio/*"}),
    Words: ("input", {"appearance": "multiline"}),
}

_UNSOUND = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def form_xml(form: Form, places: Gazetteer, languages: tuple[str, ...]) -> bytes:
    """Write a form as an XForm, in these languages; the first is its default.

    What has no text in a language shows the one it has in the first language that does.
    """
    words = _Words(languages)
    html = ET.Element("h:html", _NAMESPACES)
    head = ET.SubElement(html, "h:head")
    ET.SubElement(head, "h:title").text = say(form.title, languages)
    model = ET.SubElement(head, "model", {"odk:xforms-version": "1.0.0"})
    itext = ET.SubElement(model, "itext")
    model.append(_empty_instance(form, places))
    model.extend(_lists(form, places, words))
    body = ET.SubElement(html, "h:body")
    for question in form.questions:
        model.extend(_binds(question, places))
        body.append(_control(question, places, words))
    model.extend(_kept_binds())
    words.write(itext)
    return _bytes(html)


def submission_xml(dispatch: Dispatch, form_id: str) -> bytes:
    """Write what was filed as a submission to the form of that id.

    The same dispatch always gives the same bytes: a server that has a submission takes it
    again only if no byte has changed. So must every later version of this program.
    """
    report = ET.Element("report", {"id": form_id})
    if dispatch.form_version:
        report.set("version", dispatch.form_version)
    answers = ET.SubElement(report, "answers")
    files: dict[str, str] = {one.id: one.name for one in dispatch.attachments}
    for question_id, answer in dispatch.answers.items():
        name = node_name(question_id)
        if question_id in dispatch.places:
            _filed_place(ET.SubElement(answers, name), question_id, dispatch)
        elif answer and files.keys() >= {*answer}:
            for attachment in answer:  # a server looks for one file in each node
                ET.SubElement(answers, name).text = files[attachment]
        else:
            ET.SubElement(answers, name).text = " ".join(answer)
    confirmed = dispatch.confirmed.astimezone(UTC).isoformat(timespec="milliseconds")
    told = (
        dispatch.receipt,
        dispatch.kiosk,
        confirmed,
        dispatch.language,
        dispatch.address,
        dispatch.same_as,
    )
    kept = ET.SubElement(report, "kept")
    for (name, _), value in zip(KEPT, told, strict=True):
        if value or name != "same_as":  # what was filed before it came keeps its bytes
            ET.SubElement(kept, name).text = value
    meta = ET.SubElement(report, "meta")
    ET.SubElement(meta, "instanceID").text = instance_id(dispatch)
    return _bytes(report)


def instance_id(dispatch: Dispatch) -> str:
    """Return the id under which an OpenRosa server knows a submission."""
    return f"uuid:{dispatch.id}"


def _filed_place(node: ET.Element, question_id: str, dispatch: Dispatch) -> None:
    spots = dispatch.answers[question_id]
    ET.SubElement(node, "village").text = spots[0]
    for inner in spots[1:]:
        if is_landmark(inner):
            ET.SubElement(node, "landmark").text = inner
        elif not inner.startswith("@"):  # of a point there is nothing but its location
            ET.SubElement(node, "asset").text = inner
    if question_id == dispatch.places[-1]:
        ET.SubElement(node, "location").text = _geopoint(
            dispatch.latitude, dispatch.longitude
        )


_Row = tuple[str, Text, dict[str, str]]
"""Something to choose: its id, what it is called, and what else is known of it."""


class _Words:
    """The texts of a form, by their ids, in every language (itext)."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self._languages = languages
        self._texts: dict[str, Text] = {}

    def take(self, text_id: str, text: Text) -> str:
        """Take a text up, and return how a label refers to it."""
        self._texts[text_id] = text
        return f"jr:itext('{text_id}')"

    def write(self, itext: ET.Element) -> None:
        for language in self._languages:
            translation = ET.SubElement(itext, "translation", {"lang": language})
            if language == self._languages[0]:
                translation.set("default", "true()")
            order = (language, *self._languages)
            for text_id, text in self._texts.items():
                told = ET.SubElement(translation, "text", {"id": text_id})
                ET.SubElement(told, "value").text = say(text, order)


# The model


def _empty_instance(form: Form, places: Gazetteer) -> ET.Element:
    instance = ET.Element("instance")
    report = ET.SubElement(instance, "report", {"id": form.id, "version": form.version})
    answers = ET.SubElement(report, "answers")
    for question in form.questions:
        node = ET.SubElement(answers, node_name(question.id))
        if isinstance(question, Place):
            asset = ("asset",) if places.layers else ()
            for name in ("village", "landmark", *asset, "location"):
                ET.SubElement(node, name)
    kept = ET.SubElement(report, "kept")
    for name, _ in KEPT:
        ET.SubElement(kept, name)
    ET.SubElement(ET.SubElement(report, "meta"), "instanceID")
    return instance


def _lists(form: Form, places: Gazetteer, words: _Words) -> Iterator[ET.Element]:
    """All there is to choose from: the options, the villages, and their landmarks."""
    for question in form.questions:
        if question.choices():
            options: list[_Row] = [
                (one.id, one.label, _cost(one)) for one in question.choices()
            ]
            yield _list(node_name(question.id), options, words)
    if any(isinstance(question, Place) for question in form.questions):
        villages = [(one.id, one.name, _position(one)) for one in places.villages]
        yield _list(_VILLAGES, villages, words)
        if _landmarks(places):
            landmarks = [
                (one.id, one.name, {"village": village, **_position(one)})
                for village, one in _landmarks(places)
            ]
            yield _list(_LANDMARKS, landmarks, words)


def _cost(option: Option) -> dict[str, str]:
    return {"cost": str(option.cost)} if isinstance(option, Project) else {}


def _list(name: str, rows: Sequence[_Row], words: _Words) -> ET.Element:
    instance = ET.Element("instance", {"id": name})
    root = ET.SubElement(instance, "root")
    for number, (row_id, text, more) in enumerate(rows):
        item = ET.SubElement(root, "item")
        text_id = f"{name}:{number}"
        words.take(text_id, text)
        for field, value in {"itextId": text_id, "name": row_id, **more}.items():
            ET.SubElement(item, field).text = value
    return instance


def _position(spot: Spot) -> dict[str, str]:
    return {"location": _geopoint(spot.latitude, spot.longitude)}


def _landmarks(places: Gazetteer) -> list[tuple[str, Spot]]:
    return [(one.id, spot) for one in places.villages for spot in one.landmarks]


def _binds(question: Kind, places: Gazetteer) -> Iterator[ET.Element]:
    at = _path(question)
    when = {"relevant": _relevant(question)} if question.when else {}
    required = {"required": "true()"} if question.needs_answer else {}
    if isinstance(question, Place):
        if when:
            yield _bind(at, **when)
        yield from _place_binds(at, required, places)
        return
    kind = _TYPES.get(type(question), "string")
    yield _bind(at, type=kind, **required, **_limits(question), **when)


def _limits(question: Kind) -> dict[str, str]:
    """Say in XPath what an answer may be; `Question.takes` says the same."""
    if isinstance(question, Several) and question.most < len(question.options):
        return {"constraint": f"count-selected(.) <= {question.most}"}
    if isinstance(question, Number):
        return {"constraint": f". >= {question.least} and . <= {question.most}"}
    if isinstance(question, Budget):
        chosen = f"selected({_path(question)}, name)"
        spent = f"sum(instance('{node_name(question.id)}')/root/item[{chosen}]/cost)"
        return {"constraint": f"{spent} <= {question.total}"}
    return {}


def _place_binds(
    at: str, required: dict[str, str], places: Gazetteer
) -> Iterator[ET.Element]:
    yield _bind(f"{at}/village", type="string", **required)
    known = f"instance('{_VILLAGES}')/root/item[name = {at}/village]/location"
    if _landmarks(places):
        relevant = f"count({_inside(at)}) > 0"
        yield _bind(f"{at}/landmark", type="string", relevant=relevant)
        chosen = f"{_inside(at)}[name = {at}/landmark]/location"
        known = f"if({at}/landmark != '', {chosen}, {known})"
    if places.layers:  # a lamp by its number: nobody is asked for it but at the kiosk
        yield _bind(f"{at}/asset", type="string")
    yield _bind(f"{at}/location", type="geopoint", calculate=known)


def _relevant(question: Kind) -> str:
    """Say in XPath when a question is asked; `Question.is_asked` says the same."""
    conditions = []
    for earlier, wanted in question.when.items():
        ids = (wanted,) if isinstance(wanted, str) else wanted
        at = f"{_ROOT}/answers/{node_name(earlier)}"
        conditions.append(" or ".join(f"selected({at}, '{one}')" for one in ids))
    return " and ".join(f"({one})" for one in conditions)


def _kept_binds() -> Iterator[ET.Element]:
    for name, kind in KEPT:
        yield _bind(f"{_ROOT}/kept/{name}", type=kind)
    yield _bind(
        f"{_ROOT}/meta/instanceID",
        type="string",
        readonly="true()",
        **{"jr:preload": "uid"},
    )


def _bind(at: str, **rules: str) -> ET.Element:
    return ET.Element("bind", {"nodeset": at, **rules})


# The body


def _control(question: Kind, places: Gazetteer, words: _Words) -> ET.Element:
    at = _path(question)
    if isinstance(question, Place):
        return _place(question, places, words)
    chooses = bool(question.choices())
    usual = "select1" if chooses else "input"
    kind, more = _CONTROLS.get(type(question), (usual, {}))
    control = _ask(kind, at, question, words)
    for name, value in more.items():
        control.set(name, value)
    if not chooses:
        return control
    control.append(_items(f"instance('{node_name(question.id)}')/root/item"))
    return control


def _place(question: Place, places: Gazetteer, words: _Words) -> ET.Element:
    at = _path(question)
    group = ET.Element("group", {"ref": at, "appearance": "field-list"})
    village = _ask("select1", f"{at}/village", question, words)
    village.append(_items(f"instance('{_VILLAGES}')/root/item"))
    group.append(village)
    if _landmarks(places):
        landmark = _ask("select1", f"{at}/landmark", question, words)
        landmark.append(_items(_inside(at)))
        group.append(landmark)
    return group


def _ask(kind: str, at: str, question: Kind, words: _Words) -> ET.Element:
    control = ET.Element(kind, {"ref": at})
    label = words.take(f"{question.id}:label", question.title)
    ET.SubElement(control, "label", {"ref": label})
    if question.hint:
        hint = words.take(f"{question.id}:hint", question.hint)
        ET.SubElement(control, "hint", {"ref": hint})
    return control


def _items(nodeset: str) -> ET.Element:
    items = ET.Element("itemset", {"nodeset": nodeset})
    ET.SubElement(items, "value", {"ref": "name"})
    ET.SubElement(items, "label", {"ref": "jr:itext(itextId)"})
    return items


def _inside(at: str) -> str:
    """Name the landmarks in the village that was chosen for the place at that path."""
    return f"instance('{_LANDMARKS}')/root/item[village = {at}/village]"


# Names and values


def _path(question: Kind) -> str:
    return f"{_ROOT}/answers/{node_name(question.id)}"


def node_name(question_id: str) -> str:
    """Name a question's node: an id of a pack, but no name in XML begins with a digit."""
    return f"_{question_id}" if question_id[0].isdigit() else question_id


def _geopoint(latitude: float | None, longitude: float | None) -> str:
    """Degrees, then altitude and accuracy, which nobody measured."""
    if latitude is None or longitude is None:
        return ""
    return f"{latitude:.6f} {longitude:.6f} 0 0"


def sound(text: str) -> str:
    """Leave out what XML 1.0 cannot carry, and what it would change on the way."""
    return _UNSOUND.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _bytes(root: ET.Element) -> bytes:
    for node in root.iter():
        node.text = sound(node.text or "")
        for name, value in node.items():
            node.set(name, sound(value))
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written

"""A form as an XForm, and what was filed with it as its submission.

For municipalities that have ODK Central or another OpenRosa server: the form is uploaded
there once, and what a kiosk sends fits it. Both are written here, because they must agree:
each question is a node of its own name, a place has a village and a landmark inside.

Spec: ODK XForms (getodk.github.io/xforms-spec), OpenRosa 1.0 Metadata.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC

from kiosk.forms import Form, Kind, Place, Several, say
from kiosk.places import Gazetteer, Landmark, Spot, Text
from kiosk.submission import Dispatch

_NAMESPACES = {
    "xmlns": "http://www.w3.org/2002/xforms",
    "xmlns:h": "http://www.w3.org/1999/xhtml",
    "xmlns:jr": "http://openrosa.org/javarosa",
    "xmlns:odk": "http://www.opendatakit.org/xforms",
}
_ROOT = "/report"
_KEPT = (  # what the kiosk adds of its own, and nobody is asked
    ("receipt", "string"),
    ("kiosk", "string"),
    ("confirmed", "dateTime"),
    ("language", "string"),
    ("address", "string"),
)
_UNSOUND = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def form_xml(form: Form, places: Gazetteer, languages: tuple[str, ...]) -> bytes:
    """Write a form as an XForm, in these languages; the first is its default.

    What has no text in a language shows the one it has in the first language that does.
    """
    words = _Words(languages)
    html = ET.Element("h:html", _NAMESPACES)
    head = ET.SubElement(html, "h:head")
    ET.SubElement(head, "h:title").text = _sound(say(form.title, languages))
    model = ET.SubElement(head, "model", {"odk:xforms-version": "1.0.0"})
    itext = ET.SubElement(model, "itext")
    model.append(_empty_instance(form))
    body = ET.SubElement(html, "h:body")
    for question in form.questions:
        model.extend(_binds(question, places))
        body.append(_control(question, places, words))
    if any(isinstance(question, Place) for question in form.questions):
        model[2:2] = _place_lists(places, words)
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
    for question_id, answer in dispatch.answers.items():
        node = ET.SubElement(answers, _node(question_id))
        if question_id in dispatch.places:
            for name, value in zip(("village", "landmark"), answer, strict=False):
                ET.SubElement(node, name).text = _sound(value)
            if question_id == dispatch.places[-1]:
                ET.SubElement(node, "location").text = _geopoint(
                    dispatch.latitude, dispatch.longitude
                )
        else:
            node.text = _sound(" ".join(answer))
    confirmed = dispatch.confirmed.astimezone(UTC).isoformat(timespec="milliseconds")
    told = (
        dispatch.receipt,
        dispatch.kiosk,
        confirmed,
        dispatch.language,
        dispatch.address,
    )
    kept = ET.SubElement(report, "kept")
    for (name, _), value in zip(_KEPT, told, strict=True):
        ET.SubElement(kept, name).text = _sound(value)
    meta = ET.SubElement(report, "meta")
    ET.SubElement(meta, "instanceID").text = instance_id(dispatch)
    return _bytes(report)


def instance_id(dispatch: Dispatch) -> str:
    """Return the id under which an OpenRosa server knows a submission."""
    return f"uuid:{dispatch.id}"


class _Words:
    """The texts of a form, by their ids, in every language (itext)."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self._languages = languages
        self._texts: dict[str, tuple[Text, ...]] = {}

    def reference(self, text_id: str, *pieces: Text) -> str:
        """Take a text up, piece by piece, and return how a label refers to it."""
        self._texts[text_id] = pieces
        return f"jr:itext('{text_id}')"

    def write(self, itext: ET.Element) -> None:
        for language in self._languages:
            translation = ET.SubElement(itext, "translation", {"lang": language})
            if language == self._languages[0]:
                translation.set("default", "true()")
            order = (language, *self._languages)
            for text_id, pieces in self._texts.items():
                text = ET.SubElement(translation, "text", {"id": text_id})
                said = ", ".join(say(piece, order) for piece in pieces)
                ET.SubElement(text, "value").text = _sound(said)


# The model


def _empty_instance(form: Form) -> ET.Element:
    instance = ET.Element("instance")
    report = ET.SubElement(instance, "report", {"id": form.id, "version": form.version})
    answers = ET.SubElement(report, "answers")
    for question in form.questions:
        node = ET.SubElement(answers, _node(question.id))
        if isinstance(question, Place):
            for name in ("village", "landmark", "location"):
                ET.SubElement(node, name)
    kept = ET.SubElement(report, "kept")
    for name, _ in _KEPT:
        ET.SubElement(kept, name)
    ET.SubElement(ET.SubElement(report, "meta"), "instanceID")
    return instance


def _place_lists(places: Gazetteer, words: _Words) -> Iterator[ET.Element]:
    """The villages, and the landmarks with their village, to choose from."""
    for name, rows in (
        ("villages", [("", one) for one in places.villages]),
        ("landmarks", _landmarks(places)),
    ):
        instance = ET.Element("instance", {"id": name})
        root = ET.SubElement(instance, "root")
        for village, spot in rows:
            # No id of a pack has an underscore, so no question's text has this id.
            text_id = f"_{name}:{village}:{spot.id}"
            words.reference(text_id, spot.name)
            item = ET.SubElement(root, "item")
            ET.SubElement(item, "itextId").text = text_id
            ET.SubElement(item, "name").text = spot.id
            if village:
                ET.SubElement(item, "village").text = village
            ET.SubElement(item, "location").text = _geopoint(
                spot.latitude, spot.longitude
            )
        if rows:
            yield instance


def _landmarks(places: Gazetteer) -> list[tuple[str, Spot]]:
    return [(one.id, spot) for one in places.villages for spot in one.landmarks]


def _binds(question: Kind, places: Gazetteer) -> Iterator[ET.Element]:
    at = _path(question)
    when = {"relevant": _relevant(question)} if question.when else {}
    required = {"required": "true()"} if question.needs_answer else {}
    if isinstance(question, Place):
        if when:
            yield _bind(at, **when)
        village = f"{at}/village"
        yield _bind(village, type="string", **required)
        inside = f"instance('landmarks')/root/item[village = {village}]"
        known = f"instance('villages')/root/item[name = {village}]/location"
        if _landmarks(places):
            relevant = f"count({inside}) > 0"
            yield _bind(f"{at}/landmark", type="string", relevant=relevant)
            chosen = f"{inside}[name = {at}/landmark]/location"
            known = f"if({at}/landmark != '', {chosen}, {known})"
        yield _bind(f"{at}/location", type="geopoint", calculate=known)
        return
    if isinstance(question, Several) and question.most < len(question.options):
        when["constraint"] = f"count-selected(.) <= {question.most}"
    yield _bind(at, type="string", **required, **when)


def _relevant(question: Kind) -> str:
    """Say in XPath when a question is asked; `Question.is_asked` says the same."""
    conditions = []
    for earlier, wanted in question.when.items():
        ids = (wanted,) if isinstance(wanted, str) else wanted
        at = f"{_ROOT}/answers/{_node(earlier)}"
        conditions.append(" or ".join(f"selected({at}, '{one}')" for one in ids))
    return " and ".join(f"({one})" for one in conditions)


def _kept_binds() -> Iterator[ET.Element]:
    for name, kind in _KEPT:
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
    label = words.reference(f"{question.id}:label", question.title)
    if isinstance(question, Place):
        group = ET.Element("group", {"ref": at, "appearance": "field-list"})
        ET.SubElement(group, "label", {"ref": label})
        nodeset = "instance('villages')/root/item"
        group.append(_list_choice(f"{at}/village", nodeset, label))
        if _landmarks(places):
            nodeset = f"instance('landmarks')/root/item[village = {at}/village]"
            group.append(_list_choice(f"{at}/landmark", nodeset, label))
        return group
    kind = "select" if isinstance(question, Several) else "select1"
    control = ET.Element(kind if question.choices() else "input", {"ref": at})
    ET.SubElement(control, "label", {"ref": label})
    if question.hint:
        hint = words.reference(f"{question.id}:hint", question.hint)
        ET.SubElement(control, "hint", {"ref": hint})
    for option in question.choices():
        text_id = f"{question.id}:{option.id}:label"
        item = ET.SubElement(control, "item")
        label = words.reference(text_id, option.label)
        ET.SubElement(item, "label", {"ref": label})
        ET.SubElement(item, "value").text = option.id
    return control


def _list_choice(at: str, nodeset: str, label: str) -> ET.Element:
    choice = ET.Element("select1", {"ref": at, "appearance": "minimal"})
    ET.SubElement(choice, "label", {"ref": label})
    items = ET.SubElement(choice, "itemset", {"nodeset": nodeset})
    ET.SubElement(items, "value", {"ref": "name"})
    ET.SubElement(items, "label", {"ref": "jr:itext(itextId)"})
    return choice


# Names and values


def _path(question: Kind) -> str:
    return f"{_ROOT}/answers/{_node(question.id)}"


def _node(question_id: str) -> str:
    """Name a question's node: an id of a pack, but no name in XML begins with a digit."""
    return f"_{question_id}" if question_id[0].isdigit() else question_id


def _geopoint(latitude: float | None, longitude: float | None) -> str:
    """Degrees, then altitude and accuracy, which nobody measured."""
    if latitude is None or longitude is None:
        return ""
    return f"{latitude:.6f} {longitude:.6f} 0 0"


def _sound(text: str) -> str:
    """Leave out what XML 1.0 cannot carry, and what it would change on the way."""
    return _UNSOUND.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _bytes(root: ET.Element) -> bytes:
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written

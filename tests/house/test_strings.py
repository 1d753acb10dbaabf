"""Every word a person sees goes through a catalogue, at the moment it is shown."""

import ast
from collections.abc import Iterator

from tests.house.source import ROOMS, Source, calls, name_of, sources, written

SHOWN_BY = {
    *("QLabel", "QPushButton", "QToolButton", "QCheckBox", "QRadioButton", "Words"),
    *("setText", "setPlaceholderText", "setToolTip"),
    *("setAccessibleName", "setAccessibleDescription"),
}
TRANSLATES = {"_", "gettext", "ngettext", "pgettext", "npgettext"}


def bare_words(source: Source) -> Iterator[str]:
    for name, call in calls(source):
        if (
            name in SHOWN_BY
            and call.args
            and any(map(str.isalpha, _said(call.args[0])))
        ):
            yield f"{source.at(call)} {name} shows words that no catalogue has"


def _said(value: ast.expr) -> str:
    """The literal part of a text: all of a string, what stands around an f-string's holes."""
    if isinstance(value, ast.JoinedStr):
        return "".join(map(_said, value.values))
    if isinstance(value, ast.BinOp):
        return _said(value.left) + _said(value.right)
    said = value.value if isinstance(value, ast.Constant) else ""
    return said if isinstance(said, str) else ""


def frozen_words(source: Source) -> Iterator[str]:
    """Every translation asked for while a module is imported: it freezes the language."""
    for node in _run_at_import(source.tree):
        if isinstance(node, ast.Call) and name_of(node.func) in TRANSLATES:
            yield f"{source.at(node)} is translated once and for all; mark it with N_()"


def _run_at_import(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            early = [
                *child.decorator_list,
                *child.args.defaults,
                *child.args.kw_defaults,
            ]
            for part in filter(None, early):
                yield from _run_at_import(part)
        elif not isinstance(child, ast.Lambda):
            yield from _run_at_import(child)


def test_bare_words_are_caught() -> None:
    assert list(bare_words(written('label.setText("Hello")')))
    assert list(bare_words(written('QPushButton(f"{n} reports", parent)')))
    assert list(bare_words(written('QLabel("Γεια" + name)')))
    assert not list(bare_words(written('label.setText(_("Hello"))')))
    assert not list(bare_words(written('label.setText(f"{done} / {all}")')))


def test_a_translation_at_import_is_caught() -> None:
    assert list(frozen_words(written('TITLE = _("Hello")')))
    assert list(frozen_words(written('class A:\n    title = words.gettext("Hello")')))
    assert list(frozen_words(written('def f(title=_("Hello")): ...')))
    assert not list(frozen_words(written('TITLE = N_("Hello")')))
    assert not list(frozen_words(written('def f():\n    return _("Hello")')))
    assert not list(frozen_words(written('later = lambda: _("Hello")')))


def test_no_face_shows_words_that_no_catalogue_has() -> None:
    assert [one for source in sources("ui") for one in bare_words(source)] == []


def test_nothing_is_translated_at_import() -> None:
    assert [one for source in sources(*ROOMS) for one in frozen_words(source)] == []

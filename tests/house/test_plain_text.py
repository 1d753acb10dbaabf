"""What a citizen or a municipality wrote is shown as it stands, never as markup."""

import ast
from collections.abc import Iterator

from tests.house.source import Source, calls, name_of, names, sources, written

MARKUP = {
    *("setHtml", "insertHtml", "setMarkdown", "RichText", "AutoText", "MarkdownText"),
    *("QTextBrowser", "QTextDocument", "QTextEdit"),
}


def labels(source: Source) -> Iterator[str]:
    """Every place where a label is made."""
    for name, call in calls(source):
        if name == "QLabel":
            yield f"{source.at(call)} makes a QLabel: use the plain one in ui.widgets"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and "QLabel" in map(name_of, node.bases):
            plain = any(name == "PlainText" for name, _ in names(source))
            if not plain:
                yield f"{source.at(node)} {node.name} does not set PlainText"


def markup(source: Source) -> Iterator[str]:
    for name, node in names(source):
        if name in MARKUP:
            yield f"{source.at(node)} {name} reads text as markup"


def test_a_label_that_guesses_is_caught() -> None:
    assert list(labels(written("QLabel(report.message)")))
    assert list(labels(written("class Words(QLabel): ...")))
    plain = "class Words(QLabel):\n    def f(self): x(Qt.TextFormat.PlainText)"
    assert not list(labels(written(plain)))


def test_markup_is_caught() -> None:
    assert list(markup(written("view.setHtml(message)")))
    assert list(markup(written("label.setTextFormat(Qt.TextFormat.RichText)")))
    assert not list(markup(written("label.setText(message)")))


def test_every_label_is_plain() -> None:
    assert [one for source in sources("ui") for one in labels(source)] == []


def test_nothing_is_read_as_markup() -> None:
    assert [one for source in sources("ui") for one in markup(source)] == []

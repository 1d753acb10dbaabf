"""Keeps the catalogues true: `python -m i18n update | check | compile`.

`update` reads every `_()`, `N_()` and `ngettext()` of the faces into `plateia.pot`, or for
the staff's pages into `desk.pot`, and carries new sentences into each catalogue; `check`
fails when that would change anything, or when a translation lacks a placeholder of its
sentence; `compile` writes the binary catalogues a kiosk reads. What a machine has
translated is `fuzzy` until a person has read it.
"""

import argparse
import io
import re
import sys
from collections.abc import Collection
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from i18n import COUNTS, SOURCE, languages, pseudo

_FOLDER = Path(__file__).parent
_FACES = _FOLDER.parent / "ui"
_DESK = "desk/"
"""Where in the faces stands what only the staff read."""
_PLACEHOLDER = re.compile(r"{\w+}")


def main(arguments: list[str] | None = None) -> int:
    """Run one of the three commands; 1 when the catalogues are not true."""
    parser = argparse.ArgumentParser(prog="python -m i18n", description=__doc__)
    parser.add_argument("command", choices=("update", "check", "compile"))
    asked = parser.parse_args(arguments)
    if asked.command == "compile":
        return _compile()
    wanted = {_FOLDER / f"{one}.pot": _written(_template(one)) for one in _DOMAINS}
    wanted |= {path: _written(_updated(path)) for path in _catalogues()}
    if asked.command == "update":
        for path, text in wanted.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
        return 0
    complaints = [
        f"{path}: is stale; run `make strings`"
        for path, text in wanted.items()
        if not path.exists() or path.read_bytes() != text
    ]
    complaints += [one for path in _catalogues() for one in _lost_placeholders(path)]
    for complaint in complaints:
        print(f"i18n: {complaint}", file=sys.stderr)
    return 1 if complaints else 0


_DOMAINS = ("plateia", "desk")


def _catalogues() -> list[Path]:
    codes = [one.code for one in languages() if one.code != SOURCE]
    every = [_FOLDER / code / "LC_MESSAGES" / "plateia.po" for code in codes]
    return [*every, *sorted(_FOLDER.glob("*/LC_MESSAGES/desk.po"))]


def _template(domain: str) -> Catalog:
    citizens = _extracted(domain="plateia", known=())
    if domain == "plateia":
        return citizens
    return _extracted(domain, known=[message.id for message in citizens])


def _extracted(domain: str, known: Collection[object]) -> Catalog:
    """Return what the faces say in a domain, but for what is known already."""
    template = Catalog(project="plateia", version="", charset="utf-8", fuzzy=False)
    keywords = {"_": None, "N_": None, "ngettext": (1, 2)}
    found = extract_from_dir(
        _FACES, [("**.py", "python")], keywords=keywords, comment_tags=("Words:",)
    )
    for file, _line, message, comments, context in sorted(
        found, key=lambda one: one[:2]
    ):
        if file.startswith(_DESK) is not (domain == "desk") or message in known:
            continue
        template.add(message, None, [(f"ui/{file}", 0)], (), comments, context=context)
    return template


def _updated(path: Path) -> Catalog:
    code = path.parent.parent.name
    catalogue = Catalog(locale=code, project="plateia", version="", charset="utf-8")
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=code)
    template = _template(path.stem)
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def _written(catalogue: Catalog) -> bytes:
    text = io.BytesIO()
    write_po(text, catalogue, omit_header=False, sort_output=True, include_lineno=False)
    kept = [
        line
        for line in text.getvalue().splitlines()
        if not re.match(rb'"(POT-Creation-Date|PO-Revision-Date|Generated-By)', line)
    ]
    return b"\n".join(kept) + b"\n"


def _lost_placeholders(path: Path) -> list[str]:
    if not path.exists():
        return []
    with path.open("rb") as file:
        catalogue = read_po(file)
    complaints = []
    for message in catalogue:
        asked = _plural(message.id)
        wanted = set(_PLACEHOLDER.findall(asked))
        written = message.string or ""
        texts = [written] if isinstance(written, str) else written
        for text in texts:
            if asked and text and set(_PLACEHOLDER.findall(text)) != wanted:
                complaints.append(
                    f'{path}: "{text}" has other placeholders than its sentence'
                )
    return complaints


def _plural(sentence: str | list[str] | tuple[str, ...]) -> str:
    return sentence if isinstance(sentence, str) else sentence[-1]


def _compile() -> int:
    for path in _catalogues():
        with path.open("rb") as file:
            catalogue = read_po(file)
        context, sentence = COUNTS
        catalogue.add(sentence, _counts(catalogue), context=context)
        _write_binary(path, catalogue)
    _write_binary(_FOLDER / pseudo.CODE / "LC_MESSAGES" / "plateia.po", _pseudo())
    return 0


def _write_binary(path: Path, catalogue: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".mo.new")
    with new.open("wb") as file:
        # Fuzzy is said, too: a machine's sentence serves better than a foreign one.
        write_mo(file, catalogue, use_fuzzy=True)
    new.replace(path.with_suffix(".mo"))


def _pseudo() -> Catalog:
    catalogue = _template("plateia")
    for message in catalogue:
        if isinstance(message.id, str):
            message.string = pseudo.longer(message.id)
        else:
            message.string = tuple(pseudo.longer(one) for one in message.id)
    return catalogue


def _counts(catalogue: Catalog) -> str:
    asked = [message for message in catalogue if message.id]
    said = [message for message in asked if _is_said(message)]
    unread = [message for message in said if message.fuzzy]
    return f"{len(asked)} {len(said)} {len(unread)}"


def _is_said(message: Message) -> bool:
    written = message.string or ""
    return bool(written) if isinstance(written, str) else all(written)


if __name__ == "__main__":
    sys.exit(main())

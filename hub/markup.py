"""HTML that is safe by construction: every plain text is escaped, only `Html` is not."""

from __future__ import annotations

from html import escape

_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


class Html(str):
    """Markup made here. A plain `str` is never taken for markup."""

    __slots__ = ()


def text(*parts: str) -> Html:
    """Parts side by side; what is not markup yet is escaped."""
    return Html(
        "".join(
            part if isinstance(part, Html) else escape(part, quote=True)
            for part in parts
        )
    )


def el(name: str, /, *children: str, **attributes: str | bool | None) -> Html:
    """One element. An attribute of None or False is left out, of True stands alone; a
    trailing underscore is dropped and others become hyphens (class_, aria_label)."""
    opening = name
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        opening += " " + key.rstrip("_").replace("_", "-")
        if value is not True:
            opening += f'="{escape(value, quote=True)}"'
    if name in _VOID:
        return Html(f"<{opening}>")
    return Html(f"<{opening}>{text(*children)}</{name}>")

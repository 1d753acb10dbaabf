"""What a service of the tests asks beside the description, and a strict eye on answers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.sync.wire import Row

_FORMS = {
    "string": r"[^\n]+",
    "text": r"(?s).+",
    "number": r"-?\d+(\.\d+)?",
    "datetime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)",
    "singlevaluelist": r".+",
    "multivaluelist": r".+",
}


@dataclass(frozen=True)
class Asked:
    """An attribute of a service's definition."""

    code: str
    datatype: str = "string"
    required: bool = False
    keys: tuple[str, ...] = ()
    variable: bool = True
    automated: str | None = None

    def row(self, order: int) -> Row:
        """Write it as the specification does."""
        told: Row = {
            "variable": self.variable,
            "code": self.code,
            "datatype": self.datatype,
            "required": self.required,
            "datatype_description": None,
            "order": order,
            "description": f"What is {self.code}?",
        }
        if self.keys:
            told["values"] = [{"key": one, "name": f"A {one}"} for one in self.keys]
        if self.automated:
            told["automated"] = self.automated
        return told

    @property
    def name(self) -> str:
        """The name of its field."""
        many = "[]" if self.datatype == "multivaluelist" else ""
        return f"attribute[{self.code}]{many}"


def complaint(asked: Sequence[Asked], form: Mapping[str, str]) -> str:
    """Say what is wrong with the attributes of a form; '' when nothing is."""
    takes = {one.name: one for one in asked if one.variable or one.automated}
    for name, value in form.items():
        if not name.startswith("attribute["):
            continue
        if name not in takes:
            return f"{name} is not asked for"
        one = takes[name]
        values = value.split(",") if name.endswith("[]") else [value]
        if not all(re.fullmatch(_FORMS[one.datatype], part) for part in values):
            return f"{name} is no {one.datatype}"
        if one.keys and not set(one.keys).issuperset(values):
            return f"{name} has a value that is not offered"
    lacking = [name for name, one in takes.items() if one.required and name not in form]
    return f"{lacking[0]} is missing" if lacking else ""

"""Small rooms are swept often: modules, functions, classes and constructors are bounded."""

import ast
from collections.abc import Iterator

from tests.house.source import ROOMS, Source, sources, written

MODULE_LINES = 400
FUNCTION_LINES = 40
CLASS_LINES = 200
CONSTRUCTOR_PARAMETERS = 5


def long_modules_and_functions(source: Source) -> Iterator[str]:
    if len(source.text.splitlines()) > MODULE_LINES:
        yield f"{source.name} is longer than {MODULE_LINES} lines"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (
            _lines(node) > FUNCTION_LINES
        ):
            yield f"{source.at(node)} {node.name} is longer than {FUNCTION_LINES} lines"


def big_classes(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.ClassDef):
            continue
        if _lines(node) > CLASS_LINES:
            yield f"{source.at(node)} {node.name} is longer than {CLASS_LINES} lines"
        for part in node.body:
            if isinstance(part, ast.FunctionDef) and part.name == "__init__":
                given = part.args
                count = len(given.posonlyargs + given.args + given.kwonlyargs) - 1
                if count > CONSTRUCTOR_PARAMETERS:
                    yield f"{source.at(part)} {node.name} is made from {count} things"


def _lines(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_a_long_module_and_a_long_function_are_caught() -> None:
    body = "    pass\n" * FUNCTION_LINES
    assert len(list(long_modules_and_functions(written(f"def f():\n{body}")))) == 1
    assert len(list(long_modules_and_functions(written("\n" * 401)))) == 1
    assert not list(long_modules_and_functions(written(f"def f():\n{body[9:]}")))


def test_a_big_class_and_a_greedy_constructor_are_caught() -> None:
    greedy = "class A:\n    def __init__(self, a, b, c, d, e, *, f): ..."
    assert len(list(big_classes(written(greedy)))) == 1
    assert not list(big_classes(written(greedy.replace(", *, f", ""))))
    assert len(list(big_classes(written("class A:\n" + "    a = 1\n" * 200)))) == 1


def test_no_module_or_function_is_too_long() -> None:
    found = sources(*ROOMS, "tests")
    assert [one for source in found for one in long_modules_and_functions(source)] == []


def test_no_class_is_too_big_and_no_constructor_takes_too_much() -> None:
    assert [one for source in sources(*ROOMS) for one in big_classes(source)] == []

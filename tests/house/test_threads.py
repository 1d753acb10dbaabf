"""One way to leave the drawing thread, and nobody who waits on it."""

import ast
from collections.abc import Iterator

from tests.house.source import Source, calls, name_of, sources, written

POOLS = {
    *("QThreadPool", "QThread", "QRunnable", "Thread", "Timer"),
    *("ThreadPoolExecutor", "ProcessPoolExecutor"),
}
MAY_HAVE_A_POOL = ("ui/work.py", "sync/")


def threads(source: Source) -> Iterator[str]:
    if source.name.startswith(MAY_HAVE_A_POOL):
        return
    for name, call in calls(source):
        if name in POOLS or name == "globalInstance":
            yield f"{source.at(call)} {name}: ask ui.work to do it in the background"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef):
            for name in {name_of(base) for base in node.bases} & POOLS:
                yield f"{source.at(node)} {name}: ask ui.work to do it in the background"


def waits(source: Source) -> Iterator[str]:
    for name, call in calls(source):
        if name in {"sleep", "processEvents"}:
            yield f"{source.at(call)} {name}: a face never waits; use a signal"


def test_a_thread_of_its_own_is_caught() -> None:
    assert list(threads(written("threading.Thread(target=f).start()")))
    assert list(threads(written("class Saver(QThread): ...")))
    assert list(threads(written("QThreadPool.globalInstance()")))
    assert not list(threads(written("QThreadPool(parent)", "ui/work.py")))
    assert not list(threads(written("threading.RLock()", "kiosk/store.py")))


def test_a_face_that_waits_is_caught() -> None:
    assert list(waits(written("time.sleep(1)")))
    assert list(waits(written("QApplication.processEvents()")))
    assert not list(waits(written("QTimer.singleShot(1000, self._go)")))


def test_there_is_one_thread_pool() -> None:
    found = sources("kiosk", "ui", "i18n", "resources", "hub", "sync")
    assert [one for source in found for one in threads(source)] == []


def test_no_face_waits() -> None:
    assert [one for source in sources("ui") for one in waits(source)] == []

"""The bell wakes who listens and troubles nobody."""

from pathlib import Path

from kiosk.bell import Listener, ring


def test_a_ring_wakes_the_listener_once(tmp_path: Path) -> None:
    with Listener(tmp_path / "bell") as listener:
        assert not listener.wait(0)
        ring(tmp_path / "bell")
        ring(tmp_path / "bell")
        assert listener.wait(0)
        assert not listener.wait(0)


def test_nobody_listening_is_no_trouble(tmp_path: Path) -> None:
    ring(tmp_path / "bell")
    assert not (tmp_path / "bell").exists()
    with Listener(tmp_path / "bell"):
        pass
    ring(tmp_path / "bell")
    ring(tmp_path / "no-such-folder" / "bell")
    ring(tmp_path)


def test_a_ring_before_the_listener_came_is_not_needed(tmp_path: Path) -> None:
    with Listener(tmp_path / "bell"):
        ring(tmp_path / "bell")
    with Listener(tmp_path / "bell") as listener:
        assert not listener.wait(0)


def test_a_bell_rung_too_often_is_only_full(tmp_path: Path) -> None:
    with Listener(tmp_path / "bell") as listener:
        for _ in range(70_000):  # a pipe holds 65,536 bytes
            ring(tmp_path / "bell")
        assert listener.wait(0)


def test_what_lies_in_the_bells_place_gives_way(tmp_path: Path) -> None:
    (tmp_path / "bell").write_text("not a bell", "utf-8")
    with Listener(tmp_path / "bell") as listener:
        ring(tmp_path / "bell")
        assert listener.wait(0)
    assert (tmp_path / "bell").stat().st_mode & 0o777 == 0o600

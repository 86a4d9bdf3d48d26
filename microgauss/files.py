"""Files that are written whole or not at all.

What is written goes to a new file beside the old one, and takes its place when all has gone well.
"""

from __future__ import annotations

import errno
import os
import secrets
import signal
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

__all__ = ["replaced", "write_whole"]

ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


def write_whole(path: str | os.PathLike[str], content: bytes | str) -> Path:
    """Write a file so that it is there whole or, if anything fails, as it was before.

    See also: `replaced`, for what is written bit by bit.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_whole(Path(folder, "a.txt"), "σ = 1").read_text("utf-8")
    'σ = 1'
    """
    with replaced(path, "wb") as stream:
        stream.write(content.encode() if isinstance(content, str) else content)
    return Path(path)


@contextmanager
def replaced(path: str | os.PathLike[str], mode: str = "w", **options: Any) -> Iterator[IO[Any]]:
    """Give a file to write to, which takes another's place, and its mode, when all has gone well.

    ``mode`` is w or wb; ``options`` are those of `open`. A link stays, and what it points to is
    replaced; a pipe or a device is written to as it is. Raises OSError where that can't be done.
    """
    place = Path(path)
    if place.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if place.exists() and not place.is_file():  # a pipe or a device: nothing to replace
        with place.open(mode, **options) as stream:
            yield stream
        return
    place = place.resolve()
    beside = place.with_name(f".{place.name[:40]}.{secrets.token_hex(4)}")
    with cleaning_up() as received:
        try:
            with beside.open(mode.replace("w", "x"), **options) as stream:
                if place.exists():  # before anything is in it that others may not read
                    beside.chmod(stat.S_IMODE(place.stat().st_mode))
                yield stream
            if received:  # Python drops what a handler raises within a __del__, or a weak reference
                raise SystemExit(128 + received[0])
            beside.replace(place)
        finally:
            beside.unlink(missing_ok=True)


@contextmanager
def cleaning_up() -> Iterator[list[int]]:
    """Have SIGTERM and SIGHUP, which end Python where it stands, wait until files are cleaned up.

    Gives the list of the signals that have come. A handler of the program's own stays; in a thread
    other than the main one nothing changes.
    """
    received: list[int] = []

    def unwind(number: int, _: object) -> None:
        received.append(number)
        raise SystemExit(128 + number)

    in_main = threading.current_thread() is threading.main_thread()
    ours = [n for n in ENDING if in_main and signal.getsignal(n) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, unwind)
    try:
        yield received
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)
        if received:
            signal.raise_signal(received[0])

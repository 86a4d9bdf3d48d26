"""`microgauss` and `python -m microgauss`: no traceback, and quiet at Ctrl-C, however early."""

from __future__ import annotations

import os
import sys

from microgauss.console import INTERRUPTED, OURS, close, complain

TYPE_CHECKING = False  # as typing's, which loads slowly: until main is called, Ctrl-C isn't quiet
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, the program's own unless told, and return its exit status.

    0 right, 1 wrong, 2 the input has to be mended, 3 can't be told, 4 an error of ours, 130 stopped
    by Ctrl-C. `python -X dev -m microgauss` shows where an error of ours comes from.
    """
    try:
        return commands()(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001, whatever it is, it is not status 1
        if sys.flags.dev_mode:
            sys.excepthook(type(error), error, error.__traceback__)
        what = f"{type(error).__name__}: {error}".rstrip(": ")
        return complain(
            f"an error of ours: {what}; please report it, with the command that you gave", OURS
        )
    finally:
        close()


def commands() -> Callable[[Sequence[str]], int]:
    """Import the command line, and NumPy with it.

    Ctrl-C ends the process at once meanwhile. Nothing is open yet, and NumPy's C code can turn a
    KeyboardInterrupt into an ImportError.
    """
    import signal  # noqa: PLC0415, late, as the rest

    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:  # else it is ignored, as behind nohup
        signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
    try:
        from microgauss.cli import main as run  # noqa: PLC0415, the same
    finally:
        signal.signal(signal.SIGINT, before)
    return run


if __name__ == "__main__":
    sys.exit(main())

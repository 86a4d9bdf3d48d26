"""What holds for all tests."""

import signal
from collections.abc import Iterator
from typing import Any

import pytest
from browsing import launched


@pytest.fixture(autouse=True, scope="session")
def _signals_as_in_a_terminal() -> None:
    """Have the programs that tests start take signals, behind nohup or in the background too."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in ("SIGHUP", "SIGTERM"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Launch a real browser, for the tests of pages."""
    yield from launched()

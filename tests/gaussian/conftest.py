"""A cluster of two worker processes, for the tests of one module."""

import gc
import importlib
from collections.abc import Iterator
from typing import Any

import pytest

dask: Any = importlib.import_module("dask")
distributed: Any = importlib.import_module("distributed")  # it ships half its types


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """Connect to two workers, which then compute for every later test of the module."""
    gc.collect()  # or what an earlier cluster left may be closed in the new one's event loop
    with (
        dask.config.set(scheduler=None),  # which is taken back, whatever the client leaves
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=":0",  # any port
        ) as cluster,
        distributed.Client(cluster, timeout=60) as client,
    ):
        yield client

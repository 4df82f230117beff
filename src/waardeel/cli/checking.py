"""Who checks the ballots of an election: this process, one on each core, or a Dask cluster."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from waardeel.belenios.verify import Report, State, verify
from waardeel.cli import face

CORES = os.cpu_count() or 1


def checked(
    path: Path, *, quiet: bool, workers: int = CORES, cluster: str | None = None, since: State | None = None
) -> Report:
    """What `waardeel.belenios.verify` finds, with a progress bar unless `quiet`. Raises Wrong, OSError."""
    progress = face.Progress("Checking", quiet=quiet)
    with _executor(workers, cluster) as (executor, number):
        return verify(path, since=since, executor=executor, workers=number, progress=progress)


@contextmanager
def _executor(number: int, cluster: str | None) -> Iterator[tuple[Executor | None, int]]:
    """What checks the ballots, and how many at a time. Raises OSError when there is no such cluster."""
    if cluster is not None:
        try:
            distributed = import_module("distributed")
        except ImportError as fault:
            raise OSError(None, "install waardeel[cluster] for it", cluster) from fault
        try:
            client = distributed.Client(cluster, timeout="10s")
        except (OSError, ValueError) as fault:
            raise OSError(None, "no Dask cluster answers there", cluster) from fault
        with client:
            yield client.get_executor(pure=False), max(1, sum(client.nthreads().values()))
        return
    if number == 1:
        yield None, 1
        return
    with ProcessPoolExecutor(number) as executor:
        try:
            yield executor, number
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise

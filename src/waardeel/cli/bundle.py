"""`waardeel bundle`: write the record of one organisation to a file."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import ModuleType
from typing import Any, BinaryIO

from waardeel.cli.house import fail, with_register


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "bundle",
        help="write the public record of one organisation to a file that anyone can check",
        description="Write the public record of one organisation to a zip file that anyone can check with "
        "`waardeel verify`. The file appears only when it is complete.",
    )
    parser.add_argument("slug", metavar="SLUG", help="the short name; `waardeel organisations` lists them")
    parser.add_argument("target", metavar="OUT.zip", type=Path, help="the file to write; replaced if it exists")
    parser.add_argument(
        "--elections",
        metavar="FOLDER",
        type=Path,
        help="also write the archive of each verifiable secret vote there, as UUID.bel",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    return with_register(lambda queries: _write(queries, arguments.slug, arguments.target, arguments.elections))


def _write(queries: ModuleType, slug: str, target: Path, elections: Path | None) -> int:
    known = [log.slug for log in queries.logs()]
    if slug not in known:
        near = get_close_matches(slug, known, n=3, cutoff=0.6)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        return fail(f"There is no organisation {slug!a}.{hint} `waardeel organisations` lists them all.")
    if not target.parent.is_dir():
        return fail(f"There is no folder {str(target.parent)!a}. Make it first, or choose another.")
    if elections is not None and not elections.is_dir():
        return fail(f"There is no folder {str(elections)!a}. Make it first, or choose another.")
    # The archives first: whatever the record says of them is then in them.
    try:
        written = [] if elections is None else _archives(slug, elections)
    except OSError as error:
        return fail(f"Nothing can be written in {elections}: {error.strerror or error}.")
    try:
        with _replacing(target) as file:
            queries.write_bundle(slug, file)
    except OSError as error:
        return fail(f"{target} cannot be written: {error.strerror or error}.")
    more = "" if elections is None else f" --elections {elections}"
    print(f"{target}: the record of {slug}. Check it with: waardeel verify {target}{more}")
    if elections is not None:
        print(f"{elections}: archives of verifiable secret votes: {len(written)}")
    return 0


def _archives(slug: str, folder: Path) -> list[Path]:
    """Write the archive of every verifiable secret vote that was opened."""
    from waardeel.ballots import queries

    written = []
    for sealed in queries.opened_elections(slug):
        path = folder / f"{sealed.uuid}.bel"
        with _replacing(path) as file:
            file.writelines(queries.archive_of(sealed))
        written.append(path)
    return written


@contextmanager
def _replacing(target: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of ``target`` at once when all went well, and otherwise leaves no trace."""
    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
        try:
            yield file  # type: ignore[misc]  # a wrapper with all of a binary file's methods
            file.flush()
            os.fsync(file.fileno())
            umask = os.umask(0)
            os.umask(umask)
            os.fchmod(file.fileno(), 0o666 & ~umask)
            Path(file.name).replace(target)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise

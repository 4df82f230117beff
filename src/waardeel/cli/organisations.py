"""`waardeel organisations`: whose records are kept here."""

from __future__ import annotations

import argparse
import json
from types import ModuleType
from typing import Any

from waardeel.cli.house import with_register


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "organisations",
        help="list the organisations whose record is kept here",
        description="List the organisations whose record is kept here: the short name, which other commands "
        "use, and the full name.",
    )
    parser.add_argument("--json", action="store_true", help="as JSON: a list of objects with slug and name")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    return with_register(lambda queries: _list(queries, as_json=arguments.json))


def _list(queries: ModuleType, *, as_json: bool) -> int:
    found = [{"slug": log.slug, "name": log.name} for log in queries.logs()]
    if as_json:
        print(json.dumps(found, indent=2))
        return 0
    if not found:
        print("There are no organisations here yet.")
    width = max((len(item["slug"]) for item in found), default=0)
    for item in found:
        print(f"{item['slug']:<{width}}  {item['name']}")
    return 0

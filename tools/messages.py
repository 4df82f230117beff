#!/usr/bin/env python3
"""Extract, merge, check and compile the messages of the rooms.

    .venv/bin/python tools/messages.py                 update the .po files of every room
    .venv/bin/python tools/messages.py people work     update those of these rooms
    .venv/bin/python tools/messages.py --check         fail for what readers would not see in their language
    .venv/bin/python tools/messages.py --compile       write the .mo files that Django reads

Source strings (msgids) are plain English in the templates and the Python of a room. Their Dutch and French
are written by hand in `src/waardeel/<room>/locale/{nl,fr}/LC_MESSAGES/django.po`. These files are made to be
read and compared: sorted, without line numbers or dates, without guessed ("fuzzy") or dead messages.

Django's own `templatize` reads the templates and Babel does everything else, so that the result is the same
on every machine, with or without the gettext programs. Runs in the project's environment (`.venv`).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from django.utils.translation.template import templatize

HOUSE = Path(__file__).resolve().parent.parent / "src" / "waardeel"
LANGUAGES = ("nl", "fr")
FUNCTIONS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
"""Which arguments of Django's functions are msgids; "c" is the context."""
KEYWORDS = {**FUNCTIONS, **{f"{name}_lazy": spec for name, spec in FUNCTIONS.items()}, "_": None}
TEMPLATES = {".html", ".txt", ".svg", ".xml"}

Key = tuple[str | None, str | tuple[str, ...]]
"""Context and msgid (a pair for a message with a plural): what gettext looks a message up by."""


def rooms(house: Path = HOUSE) -> list[str]:
    """Names of the rooms that say something to a reader or once did, in alphabetical order."""
    folders = [path for path in sorted(house.iterdir()) if path.is_dir() and path.name != "__pycache__"]
    return [path.name for path in folders if (path / "locale").is_dir() or extracted(path)]


def sources(room: Path) -> Iterator[Path]:
    """Python files and templates of a room; migrations speak to nobody."""
    for path in sorted(room.rglob("*")):
        parts = path.relative_to(room).parts
        if "migrations" in parts or "__pycache__" in parts:
            continue
        if path.suffix == ".py" or (path.suffix in TEMPLATES and "templates" in parts):
            yield path


def extracted(room: Path) -> dict[Key, Message]:
    """Every message in the sources of a room.

    Raises SystemExit naming the file when Django cannot read a translation tag in it.
    """
    catalog = Catalog()
    for path in sources(room):
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            try:
                text = templatize(text)
            except SyntaxError as error:
                raise SystemExit(f"{path}: {error}") from error
            # Outside translation tags the templatized text only keeps its shape ("XX  XXX"). Brackets make
            # it one long expression: Python's tokeniser then does not stumble over the indentation of HTML.
            text = f"(\n{text}\n)"
        found = extract("python", BytesIO(text.encode()), KEYWORDS, comment_tags=("Translators:",))
        for _line, msgid, comments, context in found:
            catalog.add(msgid, None, auto_comments=comments, context=context)
    return {key(message): message for message in catalog if message.id}


def key(message: Message) -> Key:
    msgid = message.id
    return message.context, msgid if isinstance(msgid, str) else tuple(msgid)


def po_file(room: Path, language: str) -> Path:
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


def read(path: Path, language: str) -> Catalog:
    """The catalogue in a .po file; empty when there is no file.

    Raises SystemExit naming file and line when the file is malformed.
    """
    if not path.exists():
        return Catalog(locale=language)
    try:
        with path.open("rb") as file:
            return read_po(file, locale=language, abort_invalid=True)
    except PoFileError as error:
        raise SystemExit(f"{path}: {error}") from error


def merged(wanted: dict[Key, Message], old: Catalog, language: str) -> Catalog:
    """Messages of the sources with the translations that there already are, by exact msgid and context."""
    catalog = Catalog(locale=language)
    have = {key(message): message for message in old if message.id}
    for at, message in wanted.items():
        kept = have.get(at)
        catalog.add(
            message.id,
            kept.string if kept else None,
            flags=(message.flags | {"fuzzy"}) if kept and kept.fuzzy else message.flags,
            auto_comments=message.auto_comments,
            user_comments=kept.user_comments if kept else (),
            context=message.context,
        )
    return catalog


def text_of(catalog: Catalog, language: str) -> str:
    """The catalogue as the text of a .po file, always the same for the same messages."""
    body = BytesIO()
    write_po(body, catalog, width=0, no_location=True, omit_header=True, sort_output=True)
    header = (
        'msgid ""\n'
        'msgstr ""\n'
        f'"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {catalog.plural_forms}\\n"\n'
    )
    return header + "\n" + body.getvalue().decode().strip("\n") + "\n"


def update(room: Path) -> None:
    """Write the .po files of a room anew and say how many messages still wait for a translation."""
    wanted = extracted(room)
    for language in LANGUAGES:
        path = po_file(room, language)
        if not wanted:
            path.unlink(missing_ok=True)
            continue
        catalog = merged(wanted, read(path, language), language)
        path.parent.mkdir(parents=True, exist_ok=True)
        text = text_of(catalog, language)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
        waiting = sum(not all(strings(message)) or message.fuzzy for message in catalog if message.id)
        print(f"{room.name} {language}: {len(wanted)} messages, {waiting} to translate")


def compile_room(room: Path) -> None:
    """Write the .mo files of a room that are missing or older than their .po file; drop those without one."""
    for mo in (room / "locale").glob("*/LC_MESSAGES/*.mo"):
        if not mo.with_suffix(".po").exists():
            mo.unlink()
    for po in (room / "locale").glob("*/LC_MESSAGES/*.po"):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            compiled = BytesIO()
            write_mo(compiled, read(po, po.parts[-3]))
            mo.write_bytes(compiled.getvalue())


def strings(message: Message) -> tuple[str, ...]:
    """The translations of a message: one, or one for each plural form."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


TOKEN = re.compile(
    r"%\((?P<named>\w+)\)[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]"  # %(name)s
    r"|%(?P<bare>[sdifr])"  # %s
    r"|\{(?P<brace>\w*)[^{}]*\}"  # {name}
    r"|<(?P<tag>/?[a-z][a-z0-9]*)[^<>]*>"  # <strong>
)


def tokens(text: str) -> Counter[str]:
    """Placeholders and HTML tags: the parts of a message that no translation may lose, add or misspell."""
    found: Counter[str] = Counter()
    for match in TOKEN.finditer(text.replace("%%", "")):
        found[f"{match.lastgroup} {match[match.lastgroup or 0]}"] += 1
    return found


def faults(room: Path, language: str) -> Iterator[str]:
    """What is wrong with one .po file, a sentence for each message concerned."""
    wanted, path = extracted(room), po_file(room, language)
    old = read(path, language)
    have = {key(message): message for message in old if message.id}
    for at in sorted(wanted.keys() - have.keys(), key=str):
        yield f"missing: {shown(at)}"
    for at in sorted(have.keys() - wanted.keys(), key=str):
        yield f"no longer in the sources: {shown(at)}"
    for at in sorted(wanted.keys() & have.keys(), key=str):
        message = have[at]
        if not all(strings(message)):
            yield f"not translated: {shown(at)}"
        elif message.fuzzy:
            yield f"fuzzy: {shown(at)}"
        elif isinstance(message.id, tuple | list) and len(strings(message)) != old.num_plurals:
            yield f"needs {old.num_plurals} plural forms: {shown(at)}"
        else:
            ids = [message.id] if isinstance(message.id, str) else message.id
            allowed = [tokens(msgid) for msgid in ids]
            for string in strings(message):
                if tokens(string) not in allowed:
                    yield f"placeholders or tags differ: {shown(at)} -> {string!r}"
    if wanted.keys() == have.keys() and wanted:
        canonical = text_of(merged(wanted, old, language), language)
        if path.read_text(encoding="utf-8") != canonical:
            yield "not as this tool writes it (order, dead messages, header, wrapping)"


def shown(at: Key) -> str:
    context, msgid = at
    text = repr(msgid if isinstance(msgid, str) else msgid[0])
    return f"{text} (context {context!r})" if context else text


def disagreements(house: Path = HOUSE) -> Iterator[str]:
    """Messages that two rooms translate differently: Django shows only one of them, in both rooms."""
    for language in LANGUAGES:
        seen: dict[Key, dict[tuple[str, ...], list[str]]] = defaultdict(lambda: defaultdict(list))
        for name in rooms(house):
            for message in read(po_file(house / name, language), language):
                if message.id and any(strings(message)):
                    seen[key(message)][strings(message)].append(name)
        for at, ways in sorted(seen.items(), key=lambda item: str(item[0])):
            if len(ways) > 1:
                said = "; ".join(f"{', '.join(names)}: {' | '.join(way)!r}" for way, names in ways.items())
                yield f"{language}: {shown(at)} is translated differently: {said}"


def check(names: Iterable[str], house: Path = HOUSE) -> list[str]:
    """All faults of these rooms, and the disagreements between all rooms; empty when all is well."""
    return [
        f"{name} {language}: {fault}"
        for name in names
        for language in LANGUAGES
        for fault in faults(house / name, language)
    ] + list(disagreements(house))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Extract, merge, check and compile the messages of the rooms.")
    parser.add_argument("rooms", nargs="*", help="rooms to look at (default: all that have messages)")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--check", action="store_true", help="change nothing; list what is not translated")
    instead.add_argument("--compile", action="store_true", help="only write the .mo files that Django reads")
    options = parser.parse_args(arguments)
    for name in options.rooms:
        if not (HOUSE / name).is_dir():
            parser.error(f"there is no room {name!r}; there are: {', '.join(rooms())}")
    names = options.rooms or rooms()
    if options.check:
        found = check(names)
        for fault in found:
            print(fault)
        if found:
            print(f"{len(found)} to mend. Missing or dead ones: run tools/messages.py, then translate.")
        return 1 if found else 0
    for name in names:
        (compile_room if options.compile else update)(HOUSE / name)
    return 0


if __name__ == "__main__":
    sys.exit(main())

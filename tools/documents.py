"""Check the documentation: `make docs`.

Every link from one Markdown file to a file or heading leads somewhere, and every make target and every
`waardeel` command is told of. Links into the world are left alone: this runs without a network.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from machine import BIN, ROOT

USER_DOCS = "src/waardeel/web/docs"
LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)|^\[[^\]]+\]:\s*(\S+)", re.MULTILINE)
CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]*`", re.MULTILINE | re.DOTALL)


def documents(root: Path = ROOT) -> list[Path]:
    """Every Markdown file that is written for a reader: at the top, in docs/ and among the help pages."""
    return sorted([*root.glob("*.md"), *(root / "docs").rglob("*.md"), *(root / USER_DOCS).rglob("*.md")])


def headings(text: str) -> set[str]:
    """The anchors of a Markdown text, made as the usual viewers do: lower case, hyphens for spaces."""
    found: set[str] = set()
    for title in re.findall(r"^#{1,6}\s+(.+?)\s*#*$", CODE.sub(keep_inline_code, text), re.MULTILINE):
        base = anchor = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        count = 0
        while anchor in found:
            count += 1
            anchor = f"{base}-{count}"
        found.add(anchor)
    return found


def keep_inline_code(match: re.Match[str]) -> str:
    return match[0].strip("`") if match[1] is None else ""


def dead_links(root: Path = ROOT) -> Iterator[str]:
    """A sentence for each link in the documents that leads to no file or heading of the project."""
    for path in documents(root):
        for inline, reference in LINK.findall(CODE.sub("", path.read_text(encoding="utf-8"))):
            target, _, anchor = unquote(inline or reference).partition("#")
            # Addresses of the world and of the application itself (/help/...) are no files.
            if re.match(r"[a-z][a-z+.-]*:|/", target):
                continue
            aim = (path.parent / target).resolve() if target else path
            where = f"{path.relative_to(root)}: {inline or reference}"
            if not aim.exists():
                yield f"{where} leads to no file"
            elif anchor and aim.suffix == ".md" and anchor not in headings(aim.read_text(encoding="utf-8")):
                yield f"{where} leads to no heading of {aim.relative_to(root)}"


def make_targets(root: Path = ROOT) -> list[str]:
    """The targets that `make` explains."""
    return re.findall(r"^([a-z-]+):.*##", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def waardeel_commands() -> list[str]:
    """The commands of the `waardeel` program, as its own help lists them under "commands"."""
    said = subprocess.run([BIN / "waardeel", "--help"], capture_output=True, text=True, check=True).stdout
    return re.findall(r"^ {4}([a-z-]+)(?= |$)", said.partition("commands:")[2], re.MULTILINE)


def untold(commands: list[str], root: Path = ROOT) -> Iterator[str]:
    """A sentence for each of these commands, such as "make demo", that no document mentions."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in documents(root))
    for command in commands:
        if not re.search(rf"\b{re.escape(command)}(?![\w-])", text):
            yield f"`{command}` is mentioned in no document"


def main() -> int:
    commands = [f"make {name}" for name in make_targets()] + [f"waardeel {name}" for name in waardeel_commands()]
    faults = [*dead_links(), *untold(commands)]
    for fault in faults:
        print(fault)
    if not faults:
        print(f"{len(documents())} documents, {len(commands)} commands: all links and commands are in order.")
    print("Read them in docs/, and the help pages at /help of the running application (make demo).")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

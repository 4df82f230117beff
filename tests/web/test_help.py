"""The help pages: whole, alike and readable in three languages, and found by who looks for a word."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO

import pytest
from babel.messages.pofile import read_po
from django.test import Client
from django.urls import Resolver404, resolve

from waardeel.web.views.help import FOLDER, PAGES, pages

LANGUAGES = ("nl", "fr", "en")
#: More words than this make a Dutch sentence hard to read at B1.
MOST_WORDS = 25
EVERY_PAGE = pytest.mark.parametrize("slug", PAGES)
EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)

_LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")


def source_of(language: str, slug: str) -> str:
    return (FOLDER / language / f"{slug}.md").read_text(encoding="utf-8")


def shape_of(text: str) -> list[str]:
    """What a text is made of, line by line, without its words: heading, step, point, row or paragraph."""
    return [
        match[0] if (match := re.match(r"#+ |\d+\. |- |\|", line)) else "text"
        for line in text.splitlines()
        if line.strip()
    ]


def sentences_of(text: str) -> list[str]:
    """The sentences of a Markdown text, without code, addresses and marks. A new line begins a new one."""
    plain = _LINK.sub(r"\1", re.sub(r"`[^`]*`", "code", text)).replace("*", "")
    lines = [re.sub(r"^(#+|-|\d+\.) ", "", line) for line in plain.splitlines() if not line.startswith("|")]
    return [part.strip() for line in lines for part in re.split(r"(?<=[.!?])\s", line) if part.strip()]


@cache
def words_on_screen(language: str) -> dict[str, set[str]]:
    """Translations of every short text of the screens, by the English text; contexts put together."""
    found: dict[str, set[str]] = {}
    for path in sorted(FOLDER.parent.parent.glob(f"*/locale/{language}/LC_MESSAGES/django.po")):
        for message in read_po(BytesIO(path.read_bytes())):
            if isinstance(message.id, str) and message.id and message.string:
                found.setdefault(message.id, set()).add(message.string)
    return found


def bold_in(language: str, slug: str) -> set[str]:
    """The words in bold: those on buttons and links, and in front of what can go wrong."""
    return {words.rstrip(".?!") for words in re.findall(r"\*\*(.+?)\*\*", source_of(language, slug))}


def client_in(language: str) -> Client:
    return Client(headers={"accept-language": language})


@EVERY_LANGUAGE
def test_there_is_a_page_for_each_name_and_no_other_file(language: str) -> None:
    assert sorted(file.name for file in (FOLDER / language).iterdir()) == sorted(f"{one}.md" for one in PAGES)


@EVERY_PAGE
def test_the_languages_say_the_same_things_in_the_same_order(slug: str) -> None:
    english = shape_of(source_of("en", slug))
    for language in ("nl", "fr"):
        assert shape_of(source_of(language, slug)) == english, f"{language}/{slug}.md is built otherwise than en"
    links = [[target for _, target in _LINK.findall(source_of(language, slug))] for language in LANGUAGES]
    assert links[0] == links[1] == links[2], f"{slug}.md does not link to the same pages in every language"


@EVERY_LANGUAGE
@EVERY_PAGE
def test_a_page_begins_with_its_title_and_two_sentences(language: str, slug: str) -> None:
    title, blank, summary, after = source_of(language, slug).split("\n")[:4]
    assert re.fullmatch(r"# \S.*", title)
    assert (blank, after) == ("", "")
    assert len(sentences_of(summary)) == 2, summary


@EVERY_LANGUAGE
@EVERY_PAGE
def test_headings_are_questions_on_one_level_and_there_is_no_html(language: str, slug: str) -> None:
    body = source_of(language, slug).partition("\n")[2]
    headings = re.findall(r"^#+ .*$", body, re.MULTILINE)
    assert [one for one in headings if not re.fullmatch(r"## \S.*\?", one)] == []
    assert len(headings) >= 5
    assert re.findall(r"</?[a-zA-Z][^>]*>", re.sub(r"`[^`]*`", "", body)) == []


@EVERY_LANGUAGE
@EVERY_PAGE
def test_links_lead_to_pages_that_exist(language: str, slug: str) -> None:
    dead = []
    for words, target in _LINK.findall(source_of(language, slug)):
        try:
            match = resolve(target)
        except Resolver404:
            dead.append((words, target))
            continue
        if match.url_name == "help_page" and match.kwargs["slug"] not in PAGES:
            dead.append((words, target))
    assert dead == []


@EVERY_PAGE
def test_dutch_sentences_are_short(slug: str) -> None:
    long = [
        f"{len(sentence.split())} words: {sentence}"
        for sentence in sentences_of(source_of("nl", slug))
        if len(sentence.split()) > MOST_WORDS
    ]
    assert not long, f"nl/{slug}.md: at most {MOST_WORDS} words; make two of it:\n" + "\n".join(long)


@EVERY_PAGE
def test_no_language_borrows_sentences_of_another(slug: str) -> None:
    said = {
        language: {one for one in sentences_of(source_of(language, slug)) if len(one.split()) > 3}
        for language in LANGUAGES
    }
    # What the program answers is English in every language.
    answers = {"The record of … is right."}
    for one, other in (("nl", "fr"), ("nl", "en"), ("fr", "en")):
        assert said[one] & said[other] - answers == set()


@pytest.mark.parametrize("language", ["nl", "fr"])
@EVERY_PAGE
def test_words_on_buttons_are_those_on_the_screen(language: str, slug: str) -> None:
    said = bold_in(language, slug)
    for english in bold_in("en", slug):
        screen = {words.rstrip(".?!\u00a0 ") for words in words_on_screen(language).get(english, set())}
        assert not screen or screen & {words.rstrip("\u00a0 ") for words in said}, (
            f"{language}/{slug}.md: where English says “{english}”, the screen says {sorted(screen)}"
        )


@EVERY_LANGUAGE
def test_the_page_on_methods_names_every_rule_and_no_other(language: str) -> None:
    from tests.methods.registry import FAMILIES

    named = re.findall(r"^- \*\*(.+?)\.\*\*", source_of(language, "methods"), re.MULTILINE)
    titles = [getattr(rule.title, language) for family in FAMILIES.values() for rule in family.values()]
    assert sorted(named) == sorted(titles)


@EVERY_LANGUAGE
@EVERY_PAGE
def test_anybody_reads_a_page_in_their_language(language: str, slug: str, db: None) -> None:
    response = client_in(language).get(f"/help/{slug}/")
    assert response.status_code == 200
    html = response.content.decode()
    title = source_of(language, slug).partition("\n")[0].removeprefix("# ")
    assert f'<html lang="{language}"' in html
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", html) == [title]
    assert f"<h2>{re.findall(r'^## (.*)$', source_of(language, slug), re.MULTILINE)[0]}</h2>" in html


@EVERY_LANGUAGE
def test_the_index_lists_every_page_in_order(language: str, db: None) -> None:
    html = client_in(language).get("/help/").content.decode()
    assert re.findall(r'class="thing"><a href="/help/([\w-]+)/">', html) == list(PAGES)


@pytest.mark.parametrize(
    ("language", "words", "found"),
    [
        ("nl", "passkey gezicht", ["sign-in"]),
        ("nl", "STEMBILJETTEN", ["decide"]),
        ("fr", "clavier", ["accessibility"]),
        ("en", "fingerprint telephone", ["register"]),
        ("en", "csrftoken", ["privacy"]),
    ],
)
def test_searching_finds_the_pages_that_hold_all_the_words(
    language: str, words: str, found: list[str], db: None
) -> None:
    html = client_in(language).get("/help/", {"q": words}).content.decode()
    assert re.findall(r'class="thing"><a href="/help/([\w-]+)/">', html) == found


def test_a_search_without_result_leads_back_to_all_pages(db: None) -> None:
    html = client_in("en").get("/help/", {"q": "zeppelin"}).content.decode()
    assert 'class="thing"' not in html
    assert 'href="/help/"' in html.partition('class="empty"')[2]


@pytest.mark.parametrize("slug", ["no-such-page", "Start", "nl"])
def test_a_page_that_does_not_exist_is_not_found(slug: str, db: None) -> None:
    assert client_in("en").get(f"/help/{slug}/").status_code == 404


def test_a_page_knows_its_title_and_holds_no_marks_in_its_text() -> None:
    page = next(page for page in pages("en") if page.slug == "sign-in")
    assert page.title == "Signing in"
    assert "**" not in page.text
    assert "<" not in page.text

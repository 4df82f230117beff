"""Readers see every text in their own language, and translators get files they can work with."""

from __future__ import annotations

import gettext

import pytest

import messages

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy
one = _("You hold %(held)s proxies; "
        "ask somebody else.")
two = ngettext("%(n)s day", "%(n)s days", 3)
three = pgettext_lazy("month", "May")
"""
TEMPLATE = """{% load i18n %}
      <p title="{% translate "It's late" %}">
    {% blocktranslate trimmed with name=person.name %}
    Hello <strong>{{ name }}</strong>,
    welcome
  {% endblocktranslate %}
    {% include "x" with label=_("Send") %} ' " ( [ é
"""
FOUND = {
    (None, "You hold %(held)s proxies; ask somebody else."),
    (None, ("%(n)s day", "%(n)s days")),
    ("month", "May"),
    (None, "It's late"),
    (None, "Hello <strong>%(name)s</strong>, welcome"),
    (None, "Send"),
}


@pytest.fixture
def house(tmp_path):
    """A house with one room that speaks, and one that does not."""
    templates = tmp_path / "hall" / "templates" / "hall"
    templates.mkdir(parents=True)
    (tmp_path / "hall" / "views.py").write_text(PYTHON)
    (templates / "page.html").write_text(TEMPLATE)
    (tmp_path / "cellar").mkdir()
    (tmp_path / "cellar" / "stones.py").write_text("weight = 3\n")
    return tmp_path


def translate(room, language="nl", **other):
    """Fill in a .po file: every msgstr becomes its msgid, except for those given as msgid=msgstr."""
    messages.update(room)
    path = messages.po_file(room, language)
    catalog = messages.read(path, language)
    for message in catalog:
        if message.id:
            same = message.id if isinstance(message.id, str) else list(message.id)
            message.string = other.get(str(message.id), same)
    path.write_text(messages.text_of(catalog, language))
    return path


def test_the_rooms_of_this_house_are_translated():
    assert messages.check(messages.rooms()) == []


def test_finds_the_messages_of_python_and_templates(house):
    assert set(messages.extracted(house / "hall")) == FOUND


def test_a_room_without_messages_has_no_catalogue(house):
    assert messages.rooms(house) == ["hall"]


def test_a_new_message_waits_for_its_translation(house):
    messages.update(house / "hall")
    assert len([fault for fault in messages.check(["hall"], house) if "not translated" in fault]) == 2 * len(FOUND)


def test_a_translated_room_has_no_faults(house):
    for language in messages.LANGUAGES:
        translate(house / "hall", language)
    assert messages.check(["hall"], house) == []


def test_updating_twice_changes_nothing_and_keeps_translations(house):
    path = translate(house / "hall", Send="Verstuur")
    before = path.read_text()
    messages.update(house / "hall")
    assert path.read_text() == before
    assert 'msgid "Send"\nmsgstr "Verstuur"' in before


def test_a_message_that_is_gone_is_reported_and_dropped_and_nothing_is_guessed(house):
    path = translate(house / "hall", Send="Verstuur")
    page = house / "hall" / "templates" / "hall" / "page.html"
    page.write_text(page.read_text().replace('"Send"', '"Send it"'))
    assert list(messages.faults(house / "hall", "nl")) == [
        "missing: 'Send it'",
        "no longer in the sources: 'Send'",
    ]
    messages.update(house / "hall")
    assert "Verstuur" not in path.read_text()
    assert list(messages.faults(house / "hall", "nl")) == ["not translated: 'Send it'"]


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("You hold %(held)s proxies; ask somebody else.", "Je hebt %(hebt)s volmachten."),
        ("You hold %(held)s proxies; ask somebody else.", "Je hebt volmachten."),
        ("Hello <strong>%(name)s</strong>, welcome", "Dag <strong>%(name)s, welkom"),
        ("Send", "Verstuur %s"),
        ("Send", "Verstuur {dit}"),
    ],
)
def test_a_lost_or_misspelt_placeholder_is_a_fault(house, msgid, msgstr):
    translate(house / "hall", **{msgid: msgstr})
    assert list(messages.faults(house / "hall", "nl")) == [f"placeholders or tags differ: {msgid!r} -> {msgstr!r}"]


def test_a_fuzzy_message_is_a_fault(house):
    path = translate(house / "hall")
    path.write_text(path.read_text().replace('msgid "Send"', '#, fuzzy\nmsgid "Send"'))
    assert list(messages.faults(house / "hall", "nl")) == ["fuzzy: 'Send'"]


def test_a_dead_message_left_in_the_file_is_a_fault(house):
    path = translate(house / "hall")
    path.write_text(path.read_text() + '\n#~ msgid "Old"\n#~ msgstr "Oud"\n')
    assert [fault.split(" (")[0] for fault in messages.faults(house / "hall", "nl")] == ["not as this tool writes it"]


def test_two_rooms_that_translate_differently_are_named(house):
    attic = house / "attic"
    attic.mkdir()
    (attic / "views.py").write_text('from django.utils.translation import gettext as _\nx = _("Send")\n')
    translate(house / "hall", Send="Verstuur")
    translate(attic, Send="Zend")
    assert list(messages.disagreements(house)) == [
        "nl: 'Send' is translated differently: attic: 'Zend'; hall: 'Verstuur'"
    ]


def test_a_malformed_file_is_named_with_its_line(house):
    path = translate(house / "hall")
    path.write_text(path.read_text() + "\nmsgid Send\n")
    with pytest.raises(SystemExit, match=r"django\.po.* on \d+"):
        messages.read(path, "nl")


def test_compiling_makes_what_gettext_reads(house):
    path = translate(house / "hall", Send="Verstuur")
    messages.compile_room(house / "hall")
    with path.with_suffix(".mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    assert catalogue.gettext("Send") == "Verstuur"
    assert catalogue.ngettext("%(n)s day", "%(n)s days", 2) == "%(n)s days"


def test_compiling_drops_what_has_no_source(house):
    path = translate(house / "hall")
    messages.compile_room(house / "hall")
    path.unlink()
    messages.compile_room(house / "hall")
    assert not path.with_suffix(".mo").exists()

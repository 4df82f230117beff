"""`waardeel verify` confirms a true record and names the first thing that is wrong in any other."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from copy import deepcopy
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from waardeel.cli.verify import Wrong, verify
from waardeel.formats import stored_zip
from waardeel.tlog.checkpoint import Signer, fingerprint

POLL_OPENED, FIRST_CAST, POLL_CLOSED, WAVE = 2, 3, 7, 8
OTHER_POLL = f"poll/{UUID(int=9)}"


def wrong(run, *arguments):
    """What `verify` says of a bad record: exit code 1 and one line."""
    code, out, err = run("verify", *arguments)
    assert (code, out) == (1, "")
    assert err.startswith("WRONG. ")
    assert err.count("\n") == 1
    return err.removeprefix("WRONG. ").rstrip("\n")


def changed(story, n, *path_and_value):
    """The same story in which one thing in the public part of entry n is otherwise; ... leaves it out."""
    story = deepcopy(story)
    *path, last, value = path_and_value
    place = story[n][1]
    for step in path:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return story


def without(story, n):
    return story[:n] + story[n + 1 :]


# ---- a true record


def test_a_true_record_is_confirmed_with_what_was_checked(run, record, story):
    code, out, err = run("verify", record.write(story))
    assert (code, err) == (0, "")
    assert out == (
        "The record of De Brug (de-brug) is right.\n"
        "\n"
        "  entries, each in its place and exactly as signed: 9\n"
        "  polls counted again with the same verdict: 1\n"
        "  polls not closed yet: 0\n"
        "  estimates worked out again with the same result: 1\n"
        "\n"
        f"  key fingerprint  {fingerprint(record.signer.verifier_key)}\n"
        "  Compare it with the one on the register page. Another key means another writer.\n"
    )


def test_the_outcome_as_json(run, record, story):
    path, key = record.write(story), record.signer.verifier_key
    code, out, _ = run("verify", path, "--json")
    found = json.loads(out)
    root = found.pop("root")
    assert code == 0
    assert len(bytes.fromhex(root)) == 32
    assert found == {
        "ok": True,
        "organisation": "de-brug",
        "name": "De Brug",
        "entries": 9,
        "key": key,
        "fingerprint": fingerprint(key),
        "polls_recounted": 1,
        "polls_sealed": 0,
        "archives_checked": 0,
        "polls_open": 0,
        "estimates_rederived": 1,
        "earlier": None,
    }
    code, out, _ = run("verify", record.write(story, name="Other"), "--json")
    assert code == 1
    assert json.loads(out) == {
        "ok": False,
        "where": "organisation.json",
        "what": "name is not the last in the record",
        "expected": "De Brug",
        "found": "Other",
    }


def test_a_record_of_nothing_is_confirmed(run, record):
    assert run("verify", record.write([], name="de-brug"))[0] == 0


def test_entries_of_other_kinds_are_only_chained(run, record):
    assert run("verify", record.write([("entry.erased", {"entries": 2})], name="de-brug"))[0] == 0


def test_no_django_no_database_and_no_network_are_needed(record, story, tmp_path):
    """In a process of its own, with an address book that leads nowhere."""
    program = (
        "import sys, socket\n"
        "def refuse(*args): raise AssertionError('the network was used')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from waardeel.cli import main\n"
        f"code = main(['verify', {record.write(story)!r}])\n"
        "assert 'django' not in sys.modules and 'sqlite3' not in sys.modules, 'too much was loaded'\n"
        "sys.exit(code)\n"
    )
    # Nothing of this process's environment: no settings to find, no database to reach.
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("The record of De Brug (de-brug) is right.")


# ---- every bit


def bent(data, bit):
    data = bytearray(data)
    data[bit // 8] ^= 1 << bit % 8
    return bytes(data)


def members(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def repacked(contents):
    """A container that fits its contents, as whoever changes something would make it."""
    target = io.BytesIO()
    stored_zip.write(target, [(name, [content]) for name, content in contents])
    target.seek(0)
    return target


def missed(bundles):
    """Which of these bundles are taken for true."""
    found = []
    for what, file in bundles:
        try:
            verify(file)
        except Wrong:
            continue
        found.append(what)
    return found


@pytest.fixture
def tiny(record):
    return record.data(record.lines([("organisation.founded", {"name": "De Brug"})]))


def test_every_single_bit_of_a_tiny_bundle_counts(tiny):
    assert verify(io.BytesIO(tiny)).entries == 1
    assert missed((bit, io.BytesIO(bent(tiny, bit))) for bit in range(len(tiny) * 8)) == []


def test_every_single_bit_of_the_contents_counts_also_in_a_container_made_to_fit(tiny):
    contents = members(tiny)
    assert repacked(contents).getvalue() == tiny
    assert (
        missed(
            ((name, bit), repacked([*contents[:place], (name, bent(content, bit)), *contents[place + 1 :]]))
            for place, (name, content) in enumerate(contents)
            for bit in range(len(content) * 8)
        )
        == []
    )


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bit_of_any_bundle_is_told_in_one_line(run, record, story, data):
    contents = members(Path(record.write(story)).read_bytes())
    place = data.draw(st.integers(0, len(contents) - 1))
    name, content = contents[place]
    contents[place] = (name, bent(content, data.draw(st.integers(0, len(content) * 8 - 1))))
    (record.folder / "bent.zip").write_bytes(repacked(contents).getvalue())
    assert wrong(run, str(record.folder / "bent.zip")).isprintable()


# ---- the chain


def test_what_is_no_bundle_is_refused_in_one_line(run, tmp_path):
    path = tmp_path / "some.zip"
    path.write_bytes(b"PK\x03\x04 but not really")
    assert wrong(run, str(path)).startswith("the file: byte 0: ")


def test_an_entry_out_of_its_place_is_named(run, record, story):
    lines = record.lines(story)
    lines[3], lines[4] = lines[4], lines[3]
    assert wrong(run, record.write(lines)) == "entry 3: it has the number of another place (expected 3, found 4)"


def test_an_entry_of_another_organisation_is_named(run, record, story):
    lines = record.lines(story)
    lines[5] = lines[5].replace(b'"de-brug"', b'"de-kade"')
    assert wrong(run, record.write(lines)) == (
        "entry 5: it is of another organisation (expected de-brug, found de-kade)"
    )


def test_an_entry_without_the_form_of_one_is_named(run, record, story):
    lines = record.lines(story)
    lines[1] = lines[1].replace(b'"v":1', b'"v":2')
    assert wrong(run, record.write(lines)) == "entry 1: v is 2; this program knows version 1"


def test_a_changed_an_added_and_a_missing_entry_are_found(run, record, story):
    lines = record.lines(story)
    head = record.head(lines)
    lines[0] = lines[0].replace(b"cooperative", b"association")
    assert wrong(run, record.write(lines, checkpoint=head)).startswith(
        "entries.jsonl: the entries are not those that were signed: at least one was changed (expected root "
    )
    assert wrong(run, record.write(lines[:-1], checkpoint=head)) == (
        "entries.jsonl: it does not hold as many entries as were signed (expected 9, found 8)"
    )
    more = record.lines([*story, ("entry.erased", {})])
    assert wrong(run, record.write(more, checkpoint=head)).endswith("(expected 9, found 10)")


def test_a_head_signed_by_another_key_is_refused(run, record, story):
    other = Signer.generate(record.signer.name)
    said = wrong(run, record.write(story, vkey=other.verifier_key))
    assert said == f"checkpoint.txt: not signed by {other.verifier_key}"
    assert wrong(run, record.write(story, vkey="no key")).startswith("key.txt: not a key")


def test_a_witness_signature_in_the_bundle_is_refused_as_nobody_here_can_check_it(run, record, story):
    lines = record.lines(story)
    head = record.head(lines)
    said = wrong(run, record.write(lines, checkpoint=head + head.split("\n\n")[1]))
    assert said == "checkpoint.txt: 2 signature lines, at most 1 expected"


def test_a_log_of_another_origin_is_refused(run, record, story):
    record.signer = record.signer.named("waardeel.example/o/de-kade")
    assert wrong(run, record.write(story)) == (
        "organisation.json: slug is not that of the signed log (expected de-kade, found de-brug)"
    )


def test_a_head_under_another_name_than_its_key_is_refused(run, record, story):
    lines = record.lines(story)
    elsewhere = record.signer.named("elsewhere.example/o/de-brug")
    head = record.head(lines)
    record.signer = elsewhere
    body = head.split("\n\n")[0] + "\n"
    assert wrong(run, record.write(lines, checkpoint=f"{body}\n{elsewhere._signature_line(body)}")) == (
        "checkpoint.txt: signed for another log "
        "(expected elsewhere.example/o/de-brug, found waardeel.example/o/de-brug)"
    )


def test_the_name_must_be_the_last_that_was_taken(run, record, story):
    assert wrong(run, record.write(story, name="The Bridge")) == (
        "organisation.json: name is not the last in the record (expected De Brug, found The Bridge)"
    )
    assert wrong(run, record.write([("entry.erased", {})], name="De Brug")).endswith(
        "(expected de-brug, found De Brug)"
    )


def test_a_name_cannot_play_with_the_terminal(run, record):
    name = "De\x1b[2J Brug"
    code, out, _ = run("verify", record.write([("organisation.founded", {"name": name})], name=name))
    assert code == 0
    assert out.startswith("The record of De\\x1b[2J Brug (de-brug) is right.\n")


# ---- what the reader already knows


def test_the_key_that_the_reader_knows_must_be_the_one(run, record, story):
    path, key = record.write(story), record.signer.verifier_key
    code, out, _ = run("verify", path, "--key", key + "\n")
    assert code == 0
    assert out.endswith("  This is the key that you gave.\n")
    other = Signer.generate(record.signer.name).verifier_key
    assert wrong(run, path, "--key", other) == (
        f"key.txt: this is not the key that you gave (expected {other}, found {key})"
    )


def test_an_earlier_head_shows_that_the_record_was_only_added_to(run, record, story, tmp_path):
    earlier = tmp_path / "earlier.txt"
    witness = record.head(record.lines(story[:4])).split("\n\n")[1].replace("/o/de-brug", "/witness")
    earlier.write_text(record.head(record.lines(story[:4])) + witness)
    code, out, _ = run("verify", record.write(story), "--checkpoint", str(earlier))
    assert code == 0
    assert "  entries that are as they were at the earlier checkpoint: 4\n" in out
    assert verify(record.write(story), earlier=earlier.read_text()).earlier == 4


def test_a_record_rewritten_since_an_earlier_head_is_found(run, record, story, tmp_path):
    earlier = tmp_path / "earlier.txt"

    def said():
        return wrong(run, record.write(story), "--checkpoint", str(earlier))

    earlier.write_text(record.head(record.lines(changed(story[:4], 0, "kind", "association"))))
    assert said().startswith("the earlier checkpoint: the first 4 entries are not those that were signed then")
    earlier.write_text(record.head(record.lines([*story, ("entry.erased", {})])))
    assert said() == ("the earlier checkpoint: it holds more entries than this bundle (expected at most 9, found 10)")
    earlier.write_text(record.head(record.lines(story[:4])).replace("\n4\n", "\n3\n"))
    assert said() == "the earlier checkpoint: the signature does not fit the text: one of the two was changed"
    earlier.write_bytes(b"\xff")
    assert said().startswith("the earlier checkpoint: not a signed text")


# ---- polls


def differs(path, expected, found):
    return f"{path} is not what follows from the record (expected {expected}, found {found})"


@pytest.mark.parametrize(
    ("n", "change", "said"),
    [
        (POLL_CLOSED, ("ballots", 0, 1, "no"), differs("count.no", 2, 1)),
        (POLL_CLOSED, ("ballots", 0, 2, "2"), differs("count.yes", 3, 2)),
        (POLL_CLOSED, ("count", "yes", "3"), differs("count.yes", 2, 3)),
        (POLL_CLOSED, ("count", ...), "count must be an object (expected an object, found nothing)"),
        (POLL_CLOSED, ("verdict", "adopted", False), differs("verdict.adopted", "true", "false")),
        (POLL_CLOSED, ("verdict", "steps", 2, "right", "1"), differs("verdict.steps.2.right", "3/2", 1)),
        (POLL_CLOSED, ("verdict", "steps", 0, "holds", 1), differs("verdict.steps.0.holds", "true", 1)),
        (POLL_CLOSED, ("verdict", "note", "trust us"), differs("verdict.note", "nothing", "trust us")),
        (POLL_CLOSED, ("verdict", "reason", ...), differs("verdict.reason", "adopted", "nothing")),
        (POLL_CLOSED, ("ballots", 1, 0, "A2"), "two ballots have the code A2"),
        (
            POLL_CLOSED,
            ("ballots", 1, 0, "A1"),
            "the ballots are not in the order of their codes: A2 before A1",
        ),
        (
            POLL_CLOSED,
            ("ballots", 1, ["B7", "no"]),
            "a ballot must be a code, a choice and a weight (expected",
        ),
        (POLL_CLOSED, ("ballots", 1, 1, "maybe"), "'maybe' is not a choice"),
        (POLL_CLOSED, ("ballots", 1, 2, "1.0"), "number is '1.0'"),
        (POLL_CLOSED, ("ballots", "none"), "ballots must be a list (expected a list, found none)"),
        (POLL_CLOSED, ("voters", 3), differs("voters", 4, 3)),
        (
            POLL_CLOSED,
            ("voters", ...),
            "voters must be a whole number (expected a whole number, found nothing)",
        ),
        (POLL_CLOSED, ("rules", {"quorum": None}), "rules.majority is not what follows"),
        (POLL_CLOSED, ("poll", OTHER_POLL), "this poll was never opened"),
        (FIRST_CAST, ("poll", OTHER_POLL), "this poll was never opened"),
        (
            POLL_OPENED,
            ("method", "borda"),
            "this program cannot count this method (expected yes-no, found borda)",
        ),
        (
            POLL_OPENED,
            ("voters", True),
            "voters must be a whole number (expected a whole number, found true)",
        ),
        (POLL_OPENED, ("rules", "majority", "share", "2"), "majority.share is 2"),
    ],
)
def test_the_first_thing_wrong_with_a_poll_is_named(run, record, story, n, change, said):
    where = f"entry {n} ({story[n][0]}): "
    assert wrong(run, record.write(changed(story, n, *change))).startswith(where + said)


def test_the_number_of_ballots_must_be_that_of_the_voters_who_cast_one(run, record, story):
    assert wrong(run, record.write(changed(story, FIRST_CAST, "again", True))) == (
        "entry 7 (poll.closed): not as many ballots as voters who cast one (expected 2, found 3)"
    )
    assert wrong(run, record.write(changed(story, POLL_OPENED, "voters", 2))) == (
        "entry 6 (ballot.cast): more voters than the poll has (expected 2, found 3)"
    )


def test_a_poll_cannot_be_opened_or_closed_twice_or_voted_in_afterwards(run, record, story):
    assert wrong(run, record.write([*story, story[POLL_OPENED]])) == (
        "entry 9 (poll.opened): this poll was opened before, in entry 2 (poll.opened)"
    )
    for late in (story[POLL_CLOSED], story[FIRST_CAST]):
        assert wrong(run, record.write([*story, late])) == f"entry 9 ({late[0]}): this poll was closed before"


def test_a_ballot_left_out_is_found_even_when_everything_is_signed_anew(run, record, story):
    assert wrong(run, record.write(without(story, FIRST_CAST))) == (
        "entry 6 (poll.closed): not as many ballots as voters who cast one (expected 2, found 3)"
    )


def test_a_poll_that_is_still_open_is_counted_as_such(record, story):
    report = verify(record.write(without(story, POLL_CLOSED)))
    assert report.totals == {
        "polls_recounted": 0,
        "polls_sealed": 0,
        "polls_open": 1,
        "archives_checked": 0,
        "estimates_rederived": 1,
    }


def test_votes_may_weigh_more_than_one(run, record, story):
    """Three voters with 2, 1 and 1 of 8 votes: the quorum of half of the votes is just reached."""
    story = changed(story, POLL_OPENED, "weight", "8")
    story = changed(story, POLL_CLOSED, "ballots", 0, 2, "2")
    story = changed(story, POLL_CLOSED, "count", "yes", "3")
    steps = story[POLL_CLOSED][1]["verdict"]["steps"]
    steps[0] |= {"left": "4", "right": "4", "total": "8", "whole": 4}
    steps[1] |= {"left": "4", "total": "4"}
    steps[2] |= {"left": "3", "right": "2", "total": "4", "whole": 3}
    assert run("verify", record.write(story))[0] == 0
    assert "verdict" in wrong(run, record.write(changed(story, POLL_OPENED, "weight", "9")))


# ---- waves


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("questions", 0, "mean", "7.01"), differs("safe.mean", "7.00", "7.01")),
        (("questions", 0, "low", "5.05"), differs("safe.low", "5.04", "5.05")),
        (("questions", 0, "high", ...), differs("safe.high", "8.96", "nothing")),
        (("questions", 0, "sum_squares", 257), differs("safe.high", "9.15", "8.96")),
        (("confidence", "0.9"), differs("safe.high", "8.51", "8.96")),
        (("questions", 0, "sum", 36), ""),
        (("confidence", "3/2"), ""),
        (("confidence", "1e9"), 'confidence is not a share (expected such as "0.95" or "19/20", found 1e9)'),
        (("minimum_cell", 6), "the question 'safe' is shown for a number of people that cannot be"),
        (("questions", 0, "n", 7), "the question 'safe' is shown for a number of people that cannot be"),
        (("questions", 1, "key", "safe"), "the question 'safe' is there twice"),
        (("questions", 1, "n", 2), "the question 'proud' is held back, yet something is said of it"),
        (("questions", 1, "suppressed", False), "n must be a whole number"),
        (("questions", 1, "x"), "a question must be an object (expected an object, found x)"),
        (("funnel", "answered", 8), "more answered than opened (expected at most 7, found 8)"),
        (("funnel", "invited", 10), "more invited than eligible (expected at most 9, found 10)"),
        (("funnel", "answered", 4), "answered shows a small group (expected 5 or more, found 4)"),
        (("funnel", "answered", None), "the question 'safe' is shown, though too few answered for any to be"),
        (("funnel", "invited", None), "invited must be a whole number (expected a whole number, found null)"),
        (("funnel", "answered", -1), "more answered than opened (expected at most 7, found -1)"),
        (("minimum_cell", None), "minimum_cell must be a whole number"),
        (("funnel", "opened", ...), "opened must be a whole number (expected a whole number, found nothing)"),
    ],
)
def test_the_first_thing_wrong_with_a_wave_is_named(run, record, story, change, said):
    assert wrong(run, record.write(changed(story, WAVE, *change))).startswith(f"entry 8 (wave.published): {said}")


def test_a_wave_that_few_answered_says_so_and_nothing_more(record, story):
    held_back = {"eligible": 9, "invited": 8, "opened": None, "answered": None}
    story = changed(story, WAVE, "funnel", held_back)
    story = changed(story, WAVE, "questions", 0, {"key": "safe", "suppressed": True})
    assert verify(record.write(story)).totals["estimates_rederived"] == 0


# ---- bad use


def test_files_that_cannot_be_read_are_named(run, record, story, tmp_path):
    missing = str(tmp_path / "none.zip")
    assert run("verify", missing) == (2, "", f"{missing} cannot be read: No such file or directory.\n")
    assert run("verify", str(tmp_path))[0] == 2
    assert run("verify", record.write(story), "--checkpoint", missing) == (
        2,
        "",
        f"{missing} cannot be read: No such file or directory.\n",
    )


def test_a_key_that_is_none_is_a_mistake_of_the_reader(run, record, story):
    code, out, err = run("verify", record.write(story), "--key", "nothing")
    assert (code, out) == (2, "")
    assert "argument --key: not a key" in err

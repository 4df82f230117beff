"""`waardeel ballots`: rehearse an election and check it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from waardeel.belenios import credential

TOOL = Path(__file__).parents[1] / "belenios" / "data" / "tool-2.0.bel"


@pytest.fixture
def rehearsed(run, tmp_path):
    def rehearsed(*arguments: str) -> Path:
        folder = tmp_path / "play"
        code, out, err = run("ballots", "rehearse", str(folder), "--seed", "x", *arguments)
        assert (code, err) == (0, "")
        (archive,) = folder.glob("*.bel")
        assert str(archive) in out
        return archive

    return rehearsed


def verified(run, *arguments: str):
    return run("ballots", "verify", *arguments, "--workers", "1")


def test_an_election_that_was_rehearsed_is_right_and_says_its_result_by_name(run, rehearsed):
    archive = rehearsed("--voters", "6", "--choices", "2", "--blank", "--trustees", "2", "--revotes", "2")
    code, out, err = verified(run, str(archive))
    assert (code, err) == (0, "")
    assert "is right, and decided." in out
    assert "ballots cast:                   8, each allowed and signed" in out
    assert "ballots that count:             6, with 6 votes" in out
    rows = [line.split() for line in out.splitlines() if line.startswith("    ")]
    assert [row[:-1] for row in rows] == [["(blank)"], ["Answer", "1"], ["Answer", "2"]]
    assert sum(int(row[-1]) for row in rows) == 6


def test_json_has_the_result_and_the_head_of_the_chain(run):
    code, out, err = verified(run, str(TOOL), "--json")
    said = json.loads(out)
    assert (code, err, said["ok"], said["stage"]) == (0, "", True, "decided")
    assert said["result"] == [[0, 2, 2, 1], [2, 1]]
    assert said["head"] == "5b4f536a873d5a22993b11027f3bc838320b3bff3805238e22394c8d6ee7fad9"
    assert [question["answers"] for question in said["questions"]] == [["A", "B", "C"], ["Ja", "Nee"]]


def test_what_is_wrong_is_named_with_its_place(run, tmp_path):
    broken = tmp_path / "broken.bel"
    data = TOOL.read_bytes()
    broken.write_bytes(data[: len(data) // 2])
    code, out, err = verified(run, str(broken))
    assert (code, out) == (1, "")
    assert err.startswith("WRONG. This is no archive of an election: it ends in the middle of a record (at byte")
    code, out, _ = verified(run, str(broken), "--json")
    assert code == 1
    assert json.loads(out)["ok"] is False


def test_only_what_was_added_is_checked_with_a_state_of_before(run, rehearsed, tmp_path):
    archive = rehearsed("--voters", "3")
    whole = archive.read_bytes()
    # Up to and with the first ballot: its event is the second one.
    first = whole.index(b'"type":"Ballot"')
    archive.write_bytes(whole[: first // 512 * 512 + 512])
    state = tmp_path / "state"
    code, out, _ = verified(run, str(archive), "--state", str(state))
    assert code == 0
    assert "is right, and open." in out
    archive.write_bytes(whole)
    code, out, _ = verified(run, str(archive), "--since", str(state))
    assert code == 0
    assert "ballots cast:                   3" in out
    code, _, err = verified(run, str(TOOL), "--since", str(state))
    assert code == 1
    assert "This is" in err


def test_a_file_that_is_not_there_or_no_state_is_refused(run, tmp_path):
    assert verified(run, str(tmp_path / "none.bel"))[0] == 2
    no_state = tmp_path / "state"
    no_state.write_text("{}")
    code, _, err = verified(run, str(TOOL), "--since", str(no_state))
    assert code == 2
    assert "the state of an earlier check" in err


def test_secrets_are_for_their_owner_alone_and_codes_are_codes(rehearsed):
    archive = rehearsed("--voters", "2", "--weights", "1,3")
    for secret in (archive.parent / "codes.txt", archive.parent / "trustee-1.key"):
        assert secret.stat().st_mode & 0o077 == 0
    lines = [line.split() for line in (archive.parent / "codes.txt").read_text().splitlines()]
    assert [weight for _, weight in lines] == ["1", "3"]
    assert all(credential.normal(code) == code for code, _ in lines)


def test_one_seed_plays_one_election(run, tmp_path):
    for folder in ("one", "two"):
        run("ballots", "rehearse", str(tmp_path / folder), "--voters", "2", "--seed", "same")
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two


def test_a_folder_with_something_in_it_is_left_alone(run, tmp_path):
    (tmp_path / "mine").write_text("x")
    code, _, err = run("ballots", "rehearse", str(tmp_path), "--voters", "2")
    assert code == 2
    assert "not empty" in err
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize("arguments", [["--voters", "0"], ["--voters", "x"], ["--voters", "2", "--weights", "1,0"]])
def test_numbers_that_make_no_election_are_refused(run, tmp_path, arguments):
    assert run("ballots", "rehearse", str(tmp_path / "play"), *arguments)[0] == 2
    assert not (tmp_path / "play").exists()


# ---- ranked answers and keys that trustees share


def test_two_of_three_trustees_are_enough_and_the_third_keeps_a_code(run, rehearsed):
    archive = rehearsed("--voters", "3", "--trustees", "3", "--threshold", "2")
    _, out, _ = run("ballots", "verify", str(archive))
    assert "trustees who hold the keys:     3, of whom 2 are enough" in out
    assert len((archive.parent / "trustee-3.key").read_text()) == 22
    assert (archive.parent / "trustee-3.encrypted").read_text().startswith('{"alpha":')


def test_more_trustees_than_there_are_cannot_be_enough(run, tmp_path):
    code, _, err = run(
        "ballots", "rehearse", str(tmp_path / "x"), "--voters", "3", "--trustees", "2", "--threshold", "3"
    )
    assert code == 2
    assert "3 of 2 trustees are to be enough" in err


def test_a_ranked_vote_is_counted_by_the_rules_of_open_votes(run, rehearsed):
    archive = rehearsed("--voters", "5", "--ranked", "--choices", "3", "--trustees", "2", "--shuffles", "2")
    _, out, _ = run("ballots", "verify", str(archive))
    assert "5 ballots with a number for each answer" in out
    code, out, _ = run("count", str(archive), "--rule", "schulze", "--json", "--quiet")
    said = json.loads(out)
    assert code == 0
    assert said["rule"] == "schulze"
    assert set(said["winners"]) <= {"Answer 1", "Answer 2", "Answer 3"}
    code, out, _ = run("count", str(archive), "--rule", "majority-judgment", "--scale", "bad < fair < good", "--quiet")
    assert code == 0
    assert "Majority judgment" in out


def test_what_cannot_be_counted_is_said(run, rehearsed):
    summed = rehearsed("--voters", "2")
    code, _, err = run("count", str(summed), "--quiet")
    assert code == 2
    assert "added up, not ranked" in err
    summed.write_bytes(summed.read_bytes()[:-100])
    code, _, err = run("count", str(summed), "--quiet")
    assert code == 2
    assert "it is not right" in err
    code, _, err = run("count", "nowhere.bel", "--quiet")
    assert code == 2
    assert "nowhere.bel cannot be read" in err


@pytest.mark.parametrize("more", [("--ranked", "--blank"), ("--ranked", "--weights", "2,3"), ("--shuffles", "2")])
def test_a_rehearsal_that_cannot_be_is_refused(run, tmp_path, more):
    code, _, err = run("ballots", "rehearse", str(tmp_path / "x"), "--voters", "2", *more)
    assert code == 2
    assert "one vote" in err or "cannot make 2 shuffles" in err


def test_a_cluster_needs_its_extra(run, rehearsed, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)  # as where it is not installed
    code, _, err = run("ballots", "verify", str(rehearsed("--voters", "2")), "--cluster", "tcp://127.0.0.1:1")
    assert code == 2
    assert "install waardeel[cluster]" in err

"""`waardeel map`: a file in, a map out, as text, JSON and a page with pictures."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest

from tests.methods.opinion.conversations import DATA
from waardeel.cli.report.opinion import hull

BREXIT = DATA / "brexit-consensus"
VOTES = str(BREXIT / "participants-votes.csv")
COMMENTS = str(BREXIT / "comments.csv")


def test_it_tells_groups_what_sets_them_apart_and_what_they_share(run):
    code, out, err = run("map", VOTES, "--comments", COMMENTS)
    assert (code, err) == (0, "")
    assert "189 of the 204 people are in a group" in out
    assert "8. Labour should oppose the Brexit process." in out
    assert out.index("What sets groups apart") < out.index("What all groups share") < out.index("1. I voted to Remain.")
    assert "How firm the number of groups is" in out


def test_json_has_winners_rule_and_steps_with_ids_as_in_the_file(run):
    code, out, err = run("map", VOTES, "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert found["rule"] == "polis"
    assert found["winners"][:2] == ["14", "1"]
    assert found["steps"][0]["kind"] == "opinion.input"
    assert found["groups"][0]["name"] == "A"


def test_every_step_is_said_when_asked_in_the_language_asked(run):
    code, out, _ = run("map", VOTES, "--explain", "--language", "nl")
    assert code == 0
    assert "Alle groepen zijn het eens met stelling 14." in out
    assert "Wat groepen bijzonder maakt" in out


def test_options_and_rules_are_handed_on(run):
    code, out, _ = run("map", VOTES, "--option", "groups=4", "--json")
    assert (code, len(json.loads(out)["groups"])) == (0, 4)
    code, out, _ = run("map", VOTES, "--rule", "given-groups", "--json")
    assert (code, [group["name"] for group in json.loads(out)["groups"]]) == (0, ["0", "1"])
    code, _, err = run("map", VOTES, "--option", "groups=400")
    assert (code, err[:10]) == (1, "No answer:")
    code, _, err = run("map", VOTES, "--option", "groups=0")
    assert (code, "a whole number of 1 or more" in err) == (2, True)
    code, _, err = run("map", VOTES, "--rule", "poliss")
    assert (code, "Did you mean 'polis'" in err) == (2, True)


def test_raw_votes_are_turned_around(run, tmp_path):
    turned = tmp_path / "raw.csv"
    rows = ["comment-id,voter-id,vote"] + [f"{s},{p},{-1 if s == 0 else 1}" for p in range(20) for s in range(3)]
    turned.write_text("\n".join(rows) + "\n")
    assert json.loads(run("map", str(turned), "--json", "--agree", "-1")[1])["winners"] == ["0"]
    assert json.loads(run("map", str(turned), "--json")[1])["winners"] == ["1", "2"]


def test_it_reads_from_standard_input():
    with open(VOTES, "rb") as file:  # noqa: PTH123  (a file for the child process)
        done = subprocess.run(
            [sys.executable, "-m", "waardeel.cli", "map", "-", "--json"], stdin=file, capture_output=True, check=True
        )
    assert json.loads(done.stdout)["winners"][:2] == ["14", "1"]


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_the_page_has_pictures_and_the_same_figures_in_tables(run, tmp_path, language):
    page = tmp_path / "map.html"
    code, _, _ = run("map", VOTES, "--comments", COMMENTS, "--html", str(page), "--language", language)
    html = page.read_text()
    assert code == 0
    assert html.count("<svg") == 3
    assert html.count("<polygon") == 2
    assert html.count("<table") == 5
    assert "http://" not in html
    assert "https://" not in html
    assert "<script" not in html
    assert "Labour should oppose the Brexit process." in html
    assert f'<html lang="{language}">' in html


def test_texts_of_statements_cannot_become_markup(run, tmp_path):
    comments = tmp_path / "comments.csv"
    comments.write_text("comment-id,comment-body\n1,<script>alert(1)</script>\n14,<b>\n")
    page = tmp_path / "map.html"
    assert run("map", VOTES, "--comments", str(comments), "--html", str(page))[0] == 0
    assert "<script" not in page.read_text()
    assert "&lt;script&gt;" in page.read_text()


def test_a_page_without_anything_to_draw_is_a_page(run, tmp_path):
    votes, page = tmp_path / "v.csv", tmp_path / "map.html"
    votes.write_text("participant,a,b\nann,1,-1\nbo,1,-1\n")
    code, out, _ = run("map", str(votes), "--html", str(page))
    assert (code, "There is no statement that all groups agree with." in out) == (0, True)
    assert "<svg" in page.read_text()


def test_what_is_wrong_is_said_with_its_line(run, tmp_path, monkeypatch):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("participant,a\nann,9\n")
    assert run("map", str(wrong))[::2] == (
        2, "wrong.csv, line 2: '9' is no vote. Write 1 for agree, 0 for pass, -1 for disagree.\n",
    )  # fmt: skip
    assert run("map", str(tmp_path / "none.csv"))[0] == 2
    wrong.write_text("participant,a\nann, 1\n")
    code, _, err = run("map", str(wrong), "--lenient")
    assert (code, "Mended wrong.csv, line 2" in err) == (0, True)
    assert run("map", str(wrong), "--lenient", "--quiet")[2] == ""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"participant,a\n")))
    code, _, err = run("map", "-")
    assert (code, "Nobody has voted" in err) == (1, True)


def test_a_hull_goes_around_everything():
    square = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]
    assert sorted(hull([*square, (1.0, 1.0), (1.0, 0.0)])) == sorted(square)
    assert hull([(1.0, 1.0), (1.0, 1.0)]) == [(1.0, 1.0)]


def test_the_example_in_the_documentation_is_true(run, monkeypatch):
    root = DATA.parents[3]
    text = (root / "docs" / "methods" / "opinion.md").read_text()
    command, _, told = text.split("```console\n$ waardeel ")[1].split("```")[0].partition("\n")
    monkeypatch.chdir(root)
    assert run(*command.split())[1] == told

"""`waardeel count`: ballots in, the elected and how it came about out."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from waardeel.methods.words import LANGUAGES

DATA = Path(__file__).parents[1] / "methods" / "voting" / "stv" / "data"
LINN = str(DATA / "gpl-3" / "glasgow2007" / "Linn-2007.blt")
TIED = '3 2\n2 1 0\n1 2 0\n1 3 0\n0\n"Ann"\n"Bo"\n"Cleo"\n"Tied"\n'


@pytest.fixture
def tied(tmp_path) -> str:
    path = tmp_path / "tied.blt"
    path.write_text(TIED, encoding="utf-8")
    return str(path)


def test_json_has_winners_rule_and_steps_with_the_names_of_the_file(run):
    code, out, err = run("count", LINN, "--rule", "scottish", "--json")
    said = json.loads(out)
    assert (code, err) == (0, "")
    assert said["rule"] == "scottish"
    assert said["winners"] == ["David Ritchie", "Sadie Docherty", "John McKenzie", "Margot Clark"]
    assert said["steps"][1] == {
        "kind": "stv.elected", "name": "David Ritchie", "quota": "1914.00000", "stage": 1, "votes": "2043.00000",
    }  # fmt: skip
    assert len(said["stages"]) == 10


def test_the_table_has_every_candidate_and_stage_and_explain_says_why(run):
    code, out, _ = run("count", LINN, "--explain")
    assert code == 0
    assert "Elected: David Ritchie, Sadie Docherty, John McKenzie and Margot Clark" in out
    assert "2,043.00000 ✓" in out
    assert "10 out: Alan Stewart" in out
    assert "Lost by rounding" in out
    assert "   2. David Ritchie has 2,043.00000 votes, reaches the quota of 1,914.00000 and is elected." in out


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", ["scottish", "meek", "wig", "irv", "schulze", "borda", "plurality"])
def test_the_page_stands_alone_in_three_languages(run, tmp_path, rule, language):
    page = tmp_path / "count.html"
    code, _, err = run("count", LINN, "--rule", rule, "--html", str(page), "--language", language)
    html = page.read_text(encoding="utf-8")
    assert (code, err) == (0, "")
    assert f'<html lang="{language}">' in html
    assert "<svg" in html
    assert "://" not in html
    assert "<script" not in html
    assert "David Ritchie" in html


def test_a_name_cannot_write_in_the_page(run, tmp_path):
    ballots, page = tmp_path / "x.blt", tmp_path / "x.html"
    ballots.write_text('2 1\n3 1 2 0\n1 2 0\n0\n"<script>alert(1)</script>"\n"Bo & <b>"\n"<i>"\n', encoding="utf-8")
    for rule in ("scottish", "schulze", "plurality"):
        assert run("count", str(ballots), "--rule", rule, "--html", str(page))[0] == 0
        html = page.read_text(encoding="utf-8")
        assert "<script" not in html
        assert "<b>" not in html
        assert "<i>" not in html


def test_a_tie_without_lots_has_no_answer_and_lots_give_one(run, tied):
    code, out, err = run("count", tied)
    assert (code, out) == (1, "")
    assert err.startswith("No answer: Bo, Cleo stand equal and only a lot can decide.")
    assert "Elected: Ann and Cleo" in run("count", tied, "--lots", "Cleo > Bo > Ann")[1]
    assert "Elected: Ann and Bo" in run("count", tied, "--lots", "Bo > Cleo > Ann")[1]
    one, two = (run("count", tied, "--lots-seed", "lotto 25-11", "--json")[1] for _ in range(2))
    assert one == two


def test_ballots_come_from_standard_input(run, monkeypatch):
    for arguments in (("count",), ("count", "-")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TIED.encode())))
        code, out, _ = run(*arguments, "--lots-seed", "x")
        assert code == 0
        assert "Elected: Ann" in out


def test_seats_and_who_withdrew_can_be_said(run):
    assert len(json.loads(run("count", LINN, "--seats", "2", "--json")[1])["winners"]) == 2
    without = json.loads(run("count", LINN, "--withdraw", "David Ritchie", "--json")[1])
    assert "David Ritchie" not in without["candidates"]
    code, _, err = run("count", LINN, "--withdraw", "Nobody")
    assert code == 2
    assert err.startswith("'Nobody' is no candidate here. The candidates are: Esme H Clark")


def test_groups_come_from_a_file(run, tmp_path):
    groups = tmp_path / "groups.csv"
    groups.write_text("group,least,most,candidate\nClark,2,,Esme H Clark\nClark,,,Margot Clark\n", encoding="utf-8")
    free = json.loads(run("count", LINN, "--rule", "wig", "--json")[1])
    bound = json.loads(run("count", LINN, "--rule", "wig", "--groups", str(groups), "--json")[1])
    assert "Esme H Clark" not in free["winners"]
    assert {"Esme H Clark", "Margot Clark"} <= set(bound["winners"])
    code, _, err = run("count", LINN, "--rule", "scottish", "--groups", str(groups))
    assert code == 2
    assert "has no option 'groups'" in err


@pytest.mark.parametrize(
    ("text", "line", "wrong"),
    [
        ("group,least\n", 1, "columns"),
        ("group,least,most,candidate\nA,2\n", 2, "2 cells"),
        ("group,least,most,candidate\nA,x,,Ann\n", 2, "no whole number"),
        ("group,least,most,candidate\nA,1,,Ann\nA,2,,Bo\n", 3, "two numbers"),
    ],
)
def test_a_fault_in_the_groups_is_refused_with_its_line(run, tmp_path, text, line, wrong):
    groups = tmp_path / "groups.csv"
    groups.write_text(text, encoding="utf-8")
    code, _, err = run("count", LINN, "--rule", "wig", "--groups", str(groups))
    assert code == 2
    assert err.startswith(f"groups.csv, line {line}: ")
    assert wrong in err


def test_small_faults_are_mended_when_asked_and_told(run):
    jedburgh = str(DATA / "mit" / "Jedburgh2012.blt")
    code, out, err = run("count", jedburgh)
    assert (code, out) == (2, "")
    assert err.startswith("Jedburgh2012.blt, line 761: The quotes are not in order")
    code, out, err = run("count", jedburgh, "--lenient")
    assert code == 0
    assert "Elected: Jim BROWN,SNP, Sandy SCOTT,Con and Rory STEWART,Ind" in out
    assert err.startswith("Mended Jedburgh2012.blt, line 761: ")


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        (("nowhere.blt",), "nowhere.blt cannot be read"),
        (("ballots.xyz",), "Say --format"),
        ((LINN, "--rule", "scotish"), "Did you mean 'scottish'?"),
        ((LINN, "--rule", "wig", "--option", "quota=hare"), "one of exact, whole"),
        ((LINN, "--rule", "wig", "--option", "help"), "threshold=fixed"),
        ((LINN, "--rule", "approval"), "Choose another rule"),
        ((LINN, "--seats", "0"), "1 or more"),
        ((LINN, "--lots", "Ann"), "exactly once"),
    ],
)
def test_a_mistake_is_answered_with_what_is_wrong(run, arguments, wrong):
    code, out, err = run("count", *arguments)
    assert (code, out) == (2, "")
    assert wrong in err


def test_approvals_and_grades_are_counted_as_rankings_by_a_rule_that_counts_those(run, tmp_path):
    grades = tmp_path / "grades.cat"
    grades.write_text(
        "# FILE NAME: grades.cat\n# TITLE: Grades\n# DATA TYPE: cat\n# MODIFICATION TYPE: original\n"
        "# NUMBER ALTERNATIVES: 3\n# NUMBER VOTERS: 3\n# NUMBER UNIQUE PREFERENCES: 2\n# NUMBER CATEGORIES: 2\n"
        "# CATEGORY NAME 1: good\n# CATEGORY NAME 2: bad\n"
        "# ALTERNATIVE NAME 1: Ann\n# ALTERNATIVE NAME 2: Bo\n# ALTERNATIVE NAME 3: Cleo\n"
        "2: {1,2},3\n1: 2,{1,3}\n",
        encoding="utf-8",
    )
    code, out, err = run("count", str(grades), "--rule", "schulze")
    assert code == 0
    assert "Elected: Bo" in out
    assert err == "The ballots are counted as rankings; what has the same grade stands equal.\n"


def test_it_runs_as_a_program_without_loading_the_house():
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "waardeel.cli", "count", LINN, "--json"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert json.loads(done.stdout)["winners"][0] == "David Ritchie"
    assert "django" not in done.stderr


def test_grades_and_approvals_are_counted_from_a_table(run, tmp_path):
    path = tmp_path / "choices.table.csv"
    path.write_text("count,Ann,Bo\n3,good,bad\n2,bad,good\n", encoding="utf-8")
    code, out, _ = run("count", str(path), "--scale", "bad < good", "--rule", "majority-judgment", "--json")
    assert (code, json.loads(out)["winners"]) == (0, ["Ann"])
    path.write_text("Ann,Bo\nx,x\n,x\n", encoding="utf-8")
    code, out, _ = run("count", str(path), "--rule", "approval", "--json")
    assert (code, json.loads(out)["winners"]) == (0, ["Bo"])
    code, _, err = run("count", str(path), "--scale", "bad < good", "--rule", "majority-judgment")
    assert code == 2
    assert "line 2" in err

"""`waardeel match`: two files in, a table, JSON or a page out."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from waardeel.methods.words import LANGUAGES

DATA = Path(__file__).parents[1] / "methods" / "matching" / "data"
GARDENS = (str(DATA / "gardeners.csv"), str(DATA / "gardens.csv"))
TEAMS = (str(DATA / "volunteers.csv"), str(DATA / "teams.csv"))
SEED = ("--lots-seed", "lotto 2026-11-24: 3 8 14")


def test_json_has_winners_rule_and_steps_with_the_names_of_the_file(run):
    code, out, err = run("match", *GARDENS, *SEED, "--json")
    said = json.loads(out)
    assert (code, err) == (0, "")
    assert said["rule"] == "deferred-acceptance"
    assert len(said["winners"]) == 26
    assert said["placements"]["Zoë"] == "Wilg"
    assert said["placements"]["Daan"] is None
    assert said["blocking_pairs"] == []
    assert said["options"]["lots_seed"] == SEED[1]
    assert {"kind": "matching.placed-first", "person": "Zoë", "place": "Wilg", "wish": 1} in said["steps"]


def test_equal_rights_without_lots_have_no_answer(run):
    code, out, err = run("match", *GARDENS)
    assert (code, out) == (1, "")
    assert err.startswith("No answer: Anouk, Bilal, Bram, Fatou stand equal and only a lot can decide.")


def test_the_table_says_who_is_where_and_explain_says_why(run):
    code, out, _ = run("match", *GARDENS, *SEED, "--explain")
    assert code == 0
    assert "26 of 30 people have a place." in out
    assert "Anouk    Vlier        2" in out
    assert "Anouk gets Vlier, wish 2. Full with people who come before Anouk, by priority or lot: Berk." in out


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", ["deferred-acceptance", "min-cost", "rank-maximal", "leximin"])
def test_the_page_stands_alone_in_three_languages(run, tmp_path, rule, language):
    page = tmp_path / "match.html"
    files = GARDENS if rule == "deferred-acceptance" else TEAMS
    code, _, err = run("match", *files, *SEED, "--rule", rule, "--html", str(page), "--language", language)
    html = page.read_text(encoding="utf-8")
    assert (code, err) == (0, "")
    assert f'<html lang="{language}">' in html
    assert html.count("<svg") == 2
    assert "://" not in html
    assert "<script" not in html


def test_a_file_from_standard_input_and_costs_from_the_file(run, monkeypatch):
    with (DATA / "teams.csv").open("rb") as file:
        text = file.read()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    code, out, _ = run(
        "match", TEAMS[0], "-", "--rule", "min-cost", "--option", "costs=given", "--lots-seed", "a", "--json"
    )
    said = json.loads(out)
    assert code == 0
    assert said["places"]["Station"]["filled"] <= 8
    assert said["options"]["costs"] == "given"


def test_what_is_wrong_is_said_with_file_and_line(run, tmp_path):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("person,wish 1\nAnn,Oost\n")
    code, out, err = run("match", str(wrong), GARDENS[1])
    assert (code, out) == (2, "")
    assert err.startswith("wrong.csv, line 2: Ann wishes 'Oost', which is not in the file of places.")
    code, _, err = run("match", str(wrong), GARDENS[1], "--lenient")
    assert code == 0 or "Mended wrong.csv, line 2" in err
    assert run("match", "-", "-")[0] == 2
    assert run("match", GARDENS[0], "none.csv")[0] == 2
    assert run("match", *GARDENS, "--rule", "lottery")[0] == 2
    assert run("match", *TEAMS)[2].startswith("Deferred acceptance counts the seats of single places")


@pytest.mark.slow
def test_the_same_files_give_the_same_bytes_in_another_process():
    command = [sys.executable, "-m", "waardeel.cli", "match", *GARDENS, *SEED, "--json"]
    outs = {
        subprocess.run(command, capture_output=True, check=True, env={"PYTHONHASHSEED": hash_seed}).stdout
        for hash_seed in ("1", "2")
    }
    assert len(outs) == 1

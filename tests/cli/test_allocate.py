"""`waardeel allocate`: a budget from a file, as a table, JSON and a report."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from waardeel.cli import main

DATA = Path(__file__).parents[1] / "methods" / "budgeting" / "data"
WIELICZKA = str(DATA / "poland_wieliczka_2023_green-budget.pb")
MILESZKI = str(DATA / "poland_lodz_2020_mileszki.pb")
TINY = (
    "META\nkey;value\nnum_projects;3\nnum_votes;2\nbudget;6\nvote_type;approval\nPROJECTS\n"
    "project_id;cost;category\na;4;art\nb;4;art\nc;1;\nVOTES\nvoter_id;vote\nx;a,b\ny;a,b\n"
)


def test_wieliczka_as_the_town_counted_it(capsys):
    assert main(["allocate", WIELICZKA, "--rule", "equal-shares", "--completion", "add1", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert len(said["winners"]) == 30
    assert said["rule"] == "equal-shares"
    assert said["cost"] == "995079"
    assert said["steps"][0]["kind"] == "equal-shares.share"
    assert said["options"]["completion"] == "add1"


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "4 of 9 projects chosen"), ("nl", "4 van 9 projecten gekozen"), ("fr", "4 projets retenus sur 9")],
)
def test_the_table_and_the_steps_come_in_three_languages(capsys, language, words):
    assert main(["allocate", MILESZKI, "--language", language, "--explain"]) == 0
    out = capsys.readouterr().out
    assert words in out
    assert "W128MI" in out
    assert "   1. " in out


def test_why_a_project_lost_and_how_the_city_chose(capsys):
    assert main(["allocate", MILESZKI, "--why", "W047MI", "--compare", "selected"]) == 0
    out = capsys.readouterr().out
    assert "Cost at most" in out
    assert "77,500.60" in out
    assert "Compared with selected" in out
    assert main(["allocate", MILESZKI, "--compare", "greedy", "--rule", "phragmen", "--quiet"]) == 0
    assert "Compared with greedy" in capsys.readouterr().out


def test_the_report_holds_pictures_and_reaches_for_nothing(tmp_path, capsys):
    page = tmp_path / "page.html"
    arguments = ["allocate", MILESZKI, "--completion", "add1u", "--html", str(page), "--compare", "greedy"]
    assert main([*arguments, "--language", "nl"]) == 0
    text = page.read_text(encoding="utf-8")
    assert text.count("<svg") == 2
    assert "Wie betaalde wat" in text
    assert "Wat het had gered" in text
    assert "http" not in text.replace("http-equiv", "")
    assert "<script" not in text


def test_a_budget_comes_from_standard_input(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TINY.encode())))
    assert main(["allocate", "--lots", "b > a > c", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["winners"] == ["b"]


def test_a_tie_without_lots_has_no_answer(tmp_path, capsys):
    file = tmp_path / "tiny.pb"
    file.write_text(TINY, encoding="utf-8")
    assert main(["allocate", str(file)]) == 1
    assert "a, b stand equal" in capsys.readouterr().err
    assert main(["allocate", str(file), "--lots-seed", "x", "--limit", "category:art=4"]) == 0
    assert "does not fit the limit" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--rule", "fair-shares"], "Did you mean 'equal-shares'"),
        (["--completion", "add2"], "completion"),
        (["--increment", "much"], "increment"),
        (["--rule", "greedy", "--completion", "add1"], "no option 'completion'"),
        (["--limit", "sport"], "category:sport=50000"),
        (["--limit", "category:sport=5"], "Known: none"),
        (["--why", "nothing"], "no project 'nothing'"),
        (["--option", "overspend=skip"], "has no option overspend"),
        (["--min-votes", "-1"], "minimum_votes"),
        (["--compare", "nothing"], "no rule 'nothing'"),
    ],
)
def test_what_is_not_understood_is_said(capsys, arguments, said):
    assert main(["allocate", MILESZKI, *arguments]) == 2
    assert said in capsys.readouterr().err


def test_a_broken_file_is_refused_and_a_lenient_reading_says_what_it_mended(tmp_path, capsys):
    file = tmp_path / "broken.pb"
    file.write_text(TINY.replace("num_votes;2", "num_votes;5"), encoding="utf-8")
    assert main(["allocate", str(file)]) == 2
    assert "broken.pb, line 4: META says num_votes is '5'" in capsys.readouterr().err
    assert main(["allocate", str(file), "--lenient", "--lots-seed", "x"]) == 0
    assert "Mended broken.pb" in capsys.readouterr().err
    assert main(["allocate", str(tmp_path / "none.pb")]) == 2


def test_every_argument_reaches_the_rule(capsys):
    arguments = ["--utilities", "cardinality", "--min-votes", "100", "--voters", "eligible", "--increment", "1/2"]
    assert main(["allocate", MILESZKI, *arguments, "--completion", "next-step", "--json"]) == 0
    options = json.loads(capsys.readouterr().out)["options"]
    assert options["minimum_votes"] == 100
    assert (options["utilities"], options["voters"], options["increment"]) == ("cardinality", "eligible", "1/2")


def test_every_project_stands_within_the_picture_of_who_paid(capsys, tmp_path):
    page = tmp_path / "page.html"
    assert main(["allocate", WIELICZKA, "--completion", "add1", "--html", str(page)]) == 0
    picture = page.read_text(encoding="utf-8").split("<svg", 2)[1].split("</svg>")[0]
    height = float(re.search(r'viewBox="0 0 \S+ ([\d.]+)"', picture)[1])
    boxes = re.findall(r'<rect x="\S+" y="([\d.]+)" width="\S+" height="([\d.]+)"', picture)
    assert len(boxes) > 30
    assert max(float(top) + float(high) for top, high in boxes) <= height
    assert max(float(base) for base in re.findall(r'<text x="\S+" y="([\d.]+)"', picture)) <= height

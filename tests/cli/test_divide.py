"""`waardeel divide`: one table in, who gets what out."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from waardeel.methods.words import LANGUAGES

DATA = Path(__file__).parents[1] / "methods" / "division" / "data"
ROOMS, MEMBERS, HEIRLOOMS, TWO = (str(DATA / f"{name}.csv") for name in ("rooms", "members", "heirlooms", "two"))
CASES = {
    "rent": (ROOMS, "--amount", "1450"),
    "surplus": (MEMBERS, "--amount", "2500", "--keys", "equal=30, hours=40, purchases=30"),
    "maximum-nash-welfare": (HEIRLOOMS,),
    "round-robin": (HEIRLOOMS, "--lots-seed", "x"),
    "adjusted-winner": (TWO,),
}


@pytest.mark.parametrize("rule", CASES)
def test_json_has_winners_rule_and_steps(run, rule):
    code, out, err = run("divide", *CASES[rule], "--rule", rule, "--json")
    said = json.loads(out)
    assert (code, err) == (0, "")
    assert said["rule"] == rule
    assert said["winners"]
    assert said["steps"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", CASES)
def test_the_page_stands_alone_in_three_languages(run, tmp_path, rule, language):
    page = tmp_path / "divide.html"
    code, _, err = run("divide", *CASES[rule], "--rule", rule, "--html", str(page), "--language", language)
    html = page.read_text(encoding="utf-8")
    assert (code, err) == (0, "")
    assert html.count("<svg") == 1
    assert "://" not in html
    assert "<script" not in html


def test_rents_are_in_the_table_and_add_up(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(Path(ROOMS).read_bytes())))
    code, out, _ = run("divide", "-", "--amount", "1450", "--json")
    assert code == 0
    assert json.loads(out)["prices"] == {"Amina": "232.50", "Bas": "322.50", "Coen": "482.50", "Dora": "412.50"}
    code, out, _ = run("divide", ROOMS, "--amount", "1450", "--explain")
    assert "Dora    Garden room   412.50             17.50" in out
    assert "Nobody would rather have what somebody else got." in out
    assert "1. Amina gets Small room and pays 232.50. The room is worth 250.00 to Amina." in out


def test_envy_is_in_the_table(run, tmp_path):
    same = tmp_path / "same.csv"
    same.write_text("person,a,b\nAnn,5,5\nBo,5,5\n")
    code, out, _ = run("divide", str(same), "--amount", "10.01")
    assert code == 0
    assert "Bo      Ann           0.01" in out
    same.write_text("person,large,small\nAnn,100,0\nBo,80,0\n")
    code, out, err = run("divide", str(same), "--amount", "10", "--option", "negative=false")
    assert (code, out) == (1, "")
    assert err.startswith("No answer: Every division without envy")


def test_what_is_wrong_is_said(run):
    assert run("divide", ROOMS)[2].startswith("Say how much money is divided")
    code, _, err = run("divide", HEIRLOOMS, "--rule", "round-robin", "--amount", "5")
    assert code == 2
    assert err.startswith("The rule round-robin does not take --amount")
    assert run("divide", ROOMS, "--amount", "much")[0] == 2
    code, _, err = run("divide", HEIRLOOMS, "--rule", "round-robin")
    assert code == 1
    assert "only a lot can decide" in err

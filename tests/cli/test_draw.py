"""`waardeel draw`: two files in, chances, a table of lots and a panel out."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from waardeel.methods.lots import commitment
from waardeel.methods.words import LANGUAGES

DATA = Path(__file__).parents[1] / "methods" / "sortition" / "data" / "gpl-3"
POOL = tuple(str(DATA / "fixture150_22" / name) for name in ("features.csv", "people.csv"))
SIZE = ("--size", "22", "--lots", "100")


def test_json_has_winners_rule_and_steps_with_the_ids_of_the_file(run):
    code, out, err = run("draw", *POOL, *SIZE, "--seed", "lotto 3 14", "--json")
    said = json.loads(out)
    assert (code, err) == (0, "")
    assert said["rule"] == "leximin"
    assert len(said["winners"]) == 22
    assert said["winners"] == said["lots"][said["lot"] - 1]
    assert said["targets"]["p0"].startswith("0.1746")
    assert said["options"] == {"lots": 100, "seed": "lotto 3 14"}
    assert said["steps"][-1]["kind"] == "sortition.drawn"


def test_without_a_seed_only_the_table_is_made(run):
    code, out, _ = run("draw", *POOL, *SIZE)
    assert code == 0
    assert "Nothing has been drawn yet. This is the table to publish first." in out
    assert " 9.09 %      22" in out


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_stands_alone_in_three_languages(run, tmp_path, language):
    page = tmp_path / "page.html"
    code, _, _ = run("draw", *POOL, *SIZE, "--seed", "s", "--language", language, "--html", str(page))
    text = page.read_text()
    assert code == 0
    assert f'<html lang="{language}">' in text
    assert text.count("<svg") == 2
    assert "http" not in text.replace("http-equiv", "")
    assert {"nl": "De tabel met loten", "fr": "La table des lots", "en": "The table of lots"}[language] in text


def test_quotas_that_cannot_be_met_have_no_answer_but_a_way_out(run, tmp_path):
    features = tmp_path / "f.csv"
    features.write_text("feature,value,min,max\nage,old,2,2\nage,young,0,0\n")
    people = tmp_path / "p.csv"
    people.write_text("id,age\nann,old\nbo,young\n")
    code, out, err = run("draw", str(features), str(people), "--size", "2")
    assert (code, out) == (1, "")
    assert (
        "The smallest change that helps: age old: 1 to 2 instead of 2 to 2; age young: 0 to 1 instead of 0 to 0" in err
    )


def test_plain_draws_and_turns_need_people_only(run, tmp_path):
    code, out, _ = run("draw", "--rule", "random", POOL[1], "--size", "3", "--seed", "x", "--json")
    assert code == 0
    assert len(json.loads(out)["winners"]) == 3
    code, out, _ = run(
        "draw", "--rule", "stratified", POOL[1], "--size", "9", "--seed", "x", "--option", "feature=Gender", "--json"
    )
    assert [group["seats"] for group in json.loads(out)["strata"]] in ([4, 5], [5, 4])
    history = tmp_path / "history.txt"
    history.write_text("".join(f"p{at}\n" for at in range(1, 150)))
    code, out, _ = run("draw", "--rule", "round-robin", POOL[1], "--turn", "chair", "--history", str(history))
    assert code == 0
    assert "chair  p0" in out


def test_who_drops_out_is_replaced_within_the_quotas(run, tmp_path):
    _, out, _ = run("draw", *POOL, *SIZE, "--seed", "s", "--json")
    winners = json.loads(out)["winners"]
    staying, gone = tmp_path / "staying", tmp_path / "gone"
    staying.write_text("\n".join(winners[2:]))
    gone.write_text("\n".join(winners[:2]))
    code, out, _ = run("draw", *POOL, *SIZE, "--seed", "t", "--staying", str(staying), "--gone", str(gone), "--json")
    assert code == 0
    new = json.loads(out)["winners"]
    assert len(new) == 2
    assert not set(new) & set(winners)


def test_people_come_from_standard_input(run, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(POOL[1]).read_bytes())))
    assert run("draw", "--rule", "random", "-", "--size", "3", "--seed", "x")[0] == 0


def test_the_commitment_of_a_secret_text_is_its_sha_256(run):
    assert run("draw", "--commit", "secret")[1].strip() == commitment("secret")


@pytest.mark.parametrize(
    "arguments",
    [
        ("draw", *POOL),
        ("draw", POOL[1], "--size", "3"),
        ("draw", "-", "-", "--size", "3"),
        ("draw", "--rule", "round-robin", POOL[1]),
        ("draw", *POOL, "--size", "22", "--household", "street"),
        ("draw", *POOL, "--size", "0"),
        ("draw", "nowhere.csv", POOL[1], "--size", "22"),
    ],
)
def test_what_is_not_understood_ends_with_2(run, arguments):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err

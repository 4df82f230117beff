"""How the judges are asked; this needs none of them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.oracle.asking import ask

TWICE = """
import json, sys
print("a library greets")
print(json.dumps([2 * number for number in json.load(sys.stdin)]))
"""


@pytest.fixture
def script(tmp_path) -> Path:
    return tmp_path / "peer.py"


def test_many_instances_are_answered_by_one_start_of_the_program(script):
    script.write_text(TWICE)
    assert ask(Path(sys.executable), script, [1, 2, 3]) == [2, 4, 6]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("raise SystemExit('no licence')", "no licence"), ("print([])", "answered 0 of 1")],
)
def test_a_judge_that_does_not_answer_is_no_agreement(script, text, complaint):
    script.write_text(text)
    with pytest.raises(AssertionError, match=complaint):
        ask(Path(sys.executable), script, [1])

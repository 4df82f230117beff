"""The documentation leads where it says and tells of every command."""

from __future__ import annotations

import pytest

import documents


def test_every_link_of_the_documentation_leads_somewhere():
    assert list(documents.dead_links()) == []


def test_every_command_is_told_of():
    commands = [f"make {name}" for name in documents.make_targets()]
    commands += [f"waardeel {name}" for name in documents.waardeel_commands()]
    assert list(documents.untold(commands)) == []


def test_the_commands_of_the_program_are_found():
    assert {"organisations", "bundle", "verify"} <= set(documents.waardeel_commands())


@pytest.fixture
def project(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "plan.md").write_text("# The plan: `a` & b\n\n## Twice\n\n## Twice\n")
    return tmp_path


@pytest.mark.parametrize(
    "link",
    [
        "[x](docs/plan.md)",
        "[x](docs/plan.md#the-plan-a--b)",
        "[x](docs/plan.md#twice-1)",
        "[x](#here)",
        "[x](docs/)",
        "[x](/help/)",
        "[x](https://example.org/y)",
        "[x]: docs/plan.md",
        "`[x](nowhere.md)`",
        "```\n[x](nowhere.md)\n```",
    ],
)
def test_a_good_link_passes(project, link):
    (project / "README.md").write_text(f"# Here\n\n{link}\n")
    assert list(documents.dead_links(project)) == []


@pytest.mark.parametrize(
    ("link", "fault"),
    [
        ("[x](nowhere.md)", "README.md: nowhere.md leads to no file"),
        ("![x](docs/no.png)", "README.md: docs/no.png leads to no file"),
        ("[x]: nowhere.md", "README.md: nowhere.md leads to no file"),
        ("[x](docs/plan.md#no)", "README.md: docs/plan.md#no leads to no heading of docs/plan.md"),
        ("[x](#no)", "README.md: #no leads to no heading of README.md"),
    ],
)
def test_a_dead_link_is_named(project, link, fault):
    (project / "README.md").write_text(f"# Here\n\n{link}\n")
    assert list(documents.dead_links(project)) == [fault]


def test_a_command_that_is_only_part_of_another_is_not_told_of(project):
    (project / "README.md").write_text("Run `make test-fast`.\n")
    assert list(documents.untold(["make test", "make test-fast"], project)) == [
        "`make test` is mentioned in no document"
    ]

"""Rule packs: dated, sourced, strict, and their floors hold."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product

import pytest

from waardeel.law import packs
from waardeel.law.packs import reading
from waardeel.law.packs.model import Basis, Decision, Pack, Rule, UnknownDecision
from waardeel.law.packs.reading import NoPackForForm, NotInForce, UnknownPack
from waardeel.law.verdict import DecisionRules, Electorate, Majority, Quorum, verdict
from waardeel.methods.errors import BadShape, InputError
from waardeel.methods.voting.yes_no import Count

TODAY = date(2026, 11, 23)
KINDS = ["ordinary", "statutes", "dissolution"]


def majority(base, share, *, strict, quorum=None):
    return DecisionRules(
        None if quorum is None else Quorum("members", Fraction(quorum)),
        Majority(base, Fraction(share), strict),
    )


MORE_THAN_HALF = majority("cast", "1/2", strict=True)


def test_these_are_the_packs():
    assert packs.names() == ("be-cooperative", "commons", "fr-scic", "nl-association", "nl-cooperative")


@pytest.mark.parametrize("name", packs.names())
def test_every_pack_is_whole(name):
    pack = packs.load(name, TODAY)
    assert pack.note.startswith("This is not legal advice.")
    assert list(pack.decisions) == KINDS
    assert len(pack.gaps) > 0
    for kind in KINDS:
        assert pack.check(kind, pack.defaults(kind)) == []


@pytest.mark.parametrize("name", packs.names())
def test_what_was_checked_names_its_article_and_source_and_no_choice_passes_for_law(name):
    pack = packs.load(name, TODAY)
    bases = [figure.basis for figure in pack.figures.values()]
    for decision in pack.decisions.values():
        bases += [part.basis for part in (decision.default, decision.floor, decision.notice) if part is not None]
    for basis in bases:
        if basis.checked:
            assert (basis.kind, bool(basis.article), basis.source[:4]) == ("law", True, "http")
        if basis.kind == "choice":
            assert (basis.article, basis.source, basis.checked) == (None, None, False)


@pytest.mark.parametrize("name", ["nl-association", "nl-cooperative"])
def test_dutch_statutes_change_with_two_thirds_of_votes_cast_after_seven_days_notice(name):
    pack = packs.load(name, TODAY)
    assert pack.defaults("statutes") == majority("cast", "2/3", strict=False)
    assert pack.decision("statutes").default.basis.article == "BW 2:43"
    assert pack.notice_days("statutes") == 7
    assert pack.decision("statutes").notice.basis.article == "BW 2:42"
    assert pack.notice_days("ordinary") is None
    assert pack.figures["text-of-changed-statutes-open"].value == "5"
    # BW 2:43: "unless the statutes differ", so that a plain majority is no problem
    assert pack.check("statutes", MORE_THAN_HALF) == []


def test_what_holds_for_the_dutch_association_holds_for_the_cooperative_but_for_profit():
    association, cooperative = (packs.load(name, TODAY) for name in ("nl-association", "nl-cooperative"))
    assert cooperative.decisions == association.decisions
    assert set(association.figures) - set(cooperative.figures) == {"no-profit-to-members"}
    shared = set(association.figures) & set(cooperative.figures)
    assert {name: cooperative.figures[name] for name in shared} == {name: association.figures[name] for name in shared}


def test_a_belgian_cooperative_that_asks_too_little_is_told_what_and_that_it_was_not_checked():
    pack = packs.load("be-cooperative", TODAY)
    problems = pack.check("statutes", majority("cast", "2/3", strict=True))
    assert [(p.code, p.checked, p.article) for p in problems] == [
        ("quorum-missing", False, None),
        ("majority-share", False, None),
    ]
    assert problems[1].to_json() == {
        "code": "majority-share",
        "found": "more than 2/3 of the votes of: cast",
        "floor": "at least 3/4 of the votes of: cast",
        "text": f"The rule is: {problems[1].found}. The floor is: {problems[1].floor}.",
        "mend": "Ask for at least 3/4 or a higher share.",
        "article": None,
        "checked": False,
    }
    low = pack.check("statutes", majority("cast", "3/4", strict=False, quorum="1/3"))
    assert [p.code for p in low] == ["quorum-too-low"]


@pytest.mark.parametrize("name", packs.names())
@pytest.mark.parametrize("kind", KINDS)
def test_no_pack_lets_a_proposal_and_its_opposite_both_be_adopted(name, kind):
    problems = packs.load(name, TODAY).check(kind, majority("cast", "1/2", strict=False, quorum=1))
    assert [problem.code for problem in problems] == ["majority-share"]


# ---- floors ----

BASES = ("cast", "present", "members")
MAJORITIES = [
    Majority(base, Fraction(share), strict)
    for base, share, strict in product(BASES, ("1/3", "1/2", "2/3", "3/4", "1"), (True, False))
    if not (strict and share == "1")
]


def pack_with_floor(floor):
    basis = Basis("choice", None, None, False, "")
    decision = Decision("ordinary", Rule(floor, basis), Rule(floor, basis), None)
    return Pack("p", None, (), TODAY, None, "", (), {"ordinary": decision}, {})


def situations():
    """Every way in which up to 12 members can vote, and every way in which 24 can without staying away."""
    for members in (1, 2, 3, 6, 12):
        for present in range(members + 1):
            for yes, no in product(range(present + 1), repeat=2):
                if yes + no <= present:
                    yield members, present, yes, no
    yield from ((24, 24, yes, 24 - yes) for yes in range(25))


def adopted_under(chosen):
    return {
        (members, present, yes, no)
        for members, present, yes, no in situations()
        if verdict(
            Count(Fraction(yes), Fraction(no), Fraction(present - yes - no)),
            Electorate(Fraction(members), Fraction(present)),
            chosen,
        ).adopted
    }


def test_rules_pass_a_floor_exactly_when_nothing_is_adopted_under_them_alone():
    adopted = {majority: adopted_under(DecisionRules(None, majority)) for majority in MAJORITIES}
    for rule, floor in product(MAJORITIES, MAJORITIES):
        problems = pack_with_floor(DecisionRules(None, floor)).check("ordinary", DecisionRules(None, rule))
        assert (problems == []) == (adopted[rule] <= adopted[floor]), (rule, floor)


def test_without_a_floor_there_are_no_problems():
    basis = Basis("choice", None, None, False, "")
    lenient = majority("cast", "1/10", strict=False)
    decision = Decision("ordinary", Rule(lenient, basis), floor=None, notice=None)
    assert Pack("p", None, (), TODAY, None, "", (), {"ordinary": decision}, {}).check("ordinary", lenient) == []


def test_a_narrower_base_is_a_problem_that_a_higher_share_does_not_mend():
    pack = pack_with_floor(majority("members", "1/2", strict=True))
    problems = pack.check("ordinary", majority("cast", "1/3", strict=False))
    assert [problem.code for problem in problems] == ["majority-base", "majority-share"]
    assert [p.code for p in pack.check("ordinary", majority("cast", 1, strict=False))] == ["majority-base"]


# ---- finding a pack ----


@pytest.mark.parametrize(
    ("country", "form", "name"),
    [
        ("NL", "coöperatie", "nl-cooperative"),
        ("NL", "  Coöperatie   U.A. ", "nl-cooperative"),
        ("NL", "vereniging", "nl-association"),
        ("BE", "CV", "be-cooperative"),
        ("FR", "SCIC", "fr-scic"),
        ("NL", "", "commons"),
        ("FR", "commons", "commons"),
    ],
)
def test_a_legal_form_finds_its_pack(country, form, name):
    assert packs.for_form(country, form, TODAY).name == name


def test_a_legal_form_without_a_pack_is_refused_with_those_that_have_one():
    with pytest.raises(
        NoPackForForm, match=r"'stichting' in NL. Known forms there: commons, network, informal group, "
    ):
        packs.for_form("NL", "stichting", TODAY)
    with pytest.raises(NoPackForForm):
        packs.for_form("BE", "scic", TODAY)


def test_an_unknown_pack_is_refused():
    with pytest.raises(UnknownPack, match="Choose one of: be-cooperative, commons"):
        packs.load("de-eg", TODAY)
    with pytest.raises(UnknownPack):
        packs.load("../packs/commons", TODAY)


def test_a_pack_is_not_used_before_its_first_day():
    assert packs.load("commons", date(2020, 1, 1)).valid_from == date(2020, 1, 1)
    with pytest.raises(NotInForce, match=r"no rules for 2019-12-31\. It covers: from 2020-01-01 until now"):
        packs.load("commons", date(2019, 12, 31))


def test_an_unknown_kind_of_decision_is_refused():
    pack = packs.load("commons", TODAY)
    with pytest.raises(UnknownDecision, match="ordinary, statutes, dissolution"):
        pack.defaults("budget")


# ---- reading ----

COMMONS = (reading.files("waardeel.law.packs") / "commons.yaml").read_text(encoding="utf-8")


def test_a_pack_of_two_periods_is_read_by_the_day(monkeypatch):
    text = COMMONS.replace("valid_until: null", "valid_until: 2025-01-01")
    text += "---\n" + COMMONS.replace("valid_from: 2020-01-01", "valid_from: 2025-01-01").replace('"2/3"', '"3/4"')
    versions = reading.parse(text, "commons")
    monkeypatch.setattr(reading, "_versions", lambda name: versions)
    share = {
        day: packs.load("commons", day).defaults("statutes").majority.share
        for day in (date(2024, 12, 31), date(2025, 1, 1))
    }
    assert list(share.values()) == [Fraction(2, 3), Fraction(3, 4)]


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("name: commons", "name: other", "commons: name"),
        ("country: null", "country: 3", "commons: country"),
        ("valid_from: 2020-01-01", "valid_from: soon", "commons: valid_from"),
        ("valid_from: 2020-01-01", "valid_from: 2020-01-01 10:00:00", "commons: valid_from"),
        ("valid_until: null", "valid_til: null", "commons"),
        (
            'legal_forms: ["", commons, network, informal group]',
            "legal_forms: commons",
            "commons: legal_forms",
        ),
        ("figures: []", "figures: [{}]", "commons: figures[0]"),
        ("  dissolution:", "  closing:", "commons: decisions"),
        ('value: "7"', 'value: "1/7"', "commons: ordinary.notice"),
        ('value: "7"', "value: 7", "commons: ordinary.notice.value"),
        ("relation: at-least", "relation: duty", "commons: ordinary.notice.relation"),
        ("relation: at-least", "relation: about", "commons: ordinary.notice.relation"),
        ("checked: false", "checked: true", "commons: ordinary.default.basis"),
        ("kind: choice", "kind: custom", "commons: ordinary.default.basis"),
        ('share: "1/2", strict', "share: 0.5, strict", "commons: ordinary.default.rules.majority.share"),
    ],
)
def test_a_pack_with_a_mistake_is_refused_with_its_place(old, new, where):
    assert old in COMMONS
    with pytest.raises(InputError) as refused:
        reading.parse(COMMONS.replace(old, new), "commons")
    assert refused.value.facts["where"] == where


@pytest.mark.parametrize("until", ["null", "2025-01-02"])
def test_periods_that_overlap_are_refused(until):
    first = COMMONS.replace("valid_until: null", f"valid_until: {until}")
    with pytest.raises(BadShape, match="no later than the next period begins"):
        reading.parse(first + "---\n" + COMMONS.replace("2020-01-01", "2025-01-01"), "commons")

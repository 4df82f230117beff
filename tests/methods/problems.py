"""A small problem of each kind that a rule takes, whose lines can be handed over in any order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from waardeel.methods.budgeting.instance import Instance, Project
from waardeel.methods.division.values import Values
from waardeel.methods.matching.market import Market
from waardeel.methods.opinion.conversation import Conversation, Statement
from waardeel.methods.rule import Rule
from waardeel.methods.sortition.pool import Pool, Quota
from waardeel.methods.sortition.round_robin import Turns
from waardeel.methods.voting import yes_no
from waardeel.methods.voting.ballots import Approvals, Grades, Rankings
from waardeel.methods.voting.classes import Classes, VotingClass
from waardeel.methods.voting.consent import ConsentRound, Objection

#: Puts lines in another order.
Order = Callable[[Sequence[Any]], Sequence[Any]]

NAMES = ("Ann", "Bo", "Chris", "Dee", "Eve")


def rankings(order: Order) -> Rankings:
    papers = [((0, 1, 2), 7), ((1, 0), 5), ((2, 3), 4), ((3, 2, 4), 3), ((4,), 2), ((0, 4, 1), 2), ((), 1)]
    return Rankings.of(NAMES, order(papers))


def approvals(order: Order) -> Approvals:
    return Approvals.of(NAMES, order([((0, 1), 5), ((1, 2), 4), ((2,), 3), ((3, 4), 3), ((0,), 2), ((), 1)]))


def grades(order: Order) -> Grades:
    papers = [((0, 1, 2, 3, 1), 3), ((3, 3, 1, 0, 2), 2), ((2, None, 3, 1, 0), 2), ((1, 2, 2, 2, None), 1)]
    return Grades.of(NAMES, ("0", "1", "2", "3"), order(papers))


def yes_or_no(order: Order) -> yes_no.Count:
    papers = [("yes", 1), ("yes", Fraction(3, 2)), ("no", 1), ("abstain", 2), ("no", Fraction(1, 3))]
    return yes_no.count(order([yes_no.Ballot(choice, Fraction(weight)) for choice, weight in papers]))


def consent(order: Order) -> ConsentRound:
    objections = [
        Objection("1", "It costs too much.", "resolved", "We ask for a subsidy."),
        Objection("2", "Nobody has the time."),
        Objection("3", "The name is ugly.", "withdrawn"),
    ]
    return ConsentRound("A shared car", 9, 6, tuple(order(objections)))


def classes(order: Order) -> Classes:
    members = Rankings.of(NAMES, order([((0, 1), 3), ((1,), 2), ((2, 0), 1)]))
    users = Rankings.of(NAMES, order([((1, 0), 4), ((0,), 1), ((3, 1), 2)]))
    return Classes(tuple(order([VotingClass("members", 2, members), VotingClass("users", 1, users)])))


def budget(order: Order) -> Instance:
    projects = [
        Project("tree", Fraction(40), "A tree", ("green",), district="north"),
        Project("bench", Fraction(25), "A bench", ("street",), district="north"),
        Project("swing", Fraction(60), "A swing", ("play",), district="south"),
        Project("lamp", Fraction(15), "A lamp", ("street",), district="south"),
    ]
    ballots = [
        ("v1", ["tree", "bench"]),
        ("v2", ["tree"]),
        ("v3", ["swing", "lamp"]),
        ("v4", ["swing"]),
        ("v5", ["bench", "lamp"]),
        ("v6", ["tree", "lamp"]),
    ]
    return Instance.of(order(projects), 100, order(ballots))


def conversation(order: Order) -> Conversation:
    """Twenty people in two camps, one statement that all share, one that is moderated out."""
    votes = []
    for person in range(20):
        side = 1 if person % 2 else -1
        for statement in range(8):
            if (person * 7 + statement * 3) % 11:
                vote = 1 if statement == 0 else side * (1 if statement % 2 else -1)
                votes.append((str(person), str(statement), vote))
    texts = [Statement(str(number), f"Statement {number}", -1 if number == 7 else 1) for number in range(8)]
    sites = {str(person): "north" if person % 2 else "south" for person in range(20)}
    return Conversation.of(order(votes), statements=order(texts), groups=sites)


def market(order: Order) -> Market:
    wishes = {
        "Ann": ["oak", "elm"], "Bo": ["oak", "elm"], "Chris": ["elm", "oak", "ash"], "Dee": ["oak"], "Eve": ["ash"],
    }  # fmt: skip
    seats = {"oak": 1, "elm": 2, "ash": 1}
    priorities = {"oak": [["Bo", "Ann"], "Chris", "Dee"], "elm": ["Chris", "Ann", "Bo"]}
    return Market.of(dict(order(list(wishes.items()))), seats, priorities=priorities)


def values(order: Order) -> Values:
    rows = {
        "Ann": {"attic": 500, "balcony": 400, "cellar": 300},
        "Bo": {"attic": 450, "balcony": 450, "cellar": 300},
        "Chris": {"attic": 300, "balcony": 500, "cellar": 400},
    }
    return Values.of(dict(order(list(rows.items()))))


def pool(order: Order) -> Pool:
    """Sixteen people, young and old, from two areas; the old of the north are few and share a household."""
    people = [
        (f"p{number:02}", {"age": "old" if number % 4 == 0 else "young", "area": "north" if number < 10 else "south"})
        for number in range(16)
    ]
    asked = {("age", "old"): (2, 3), ("age", "young"): (1, 2), ("area", "north"): (2, 2), ("area", "south"): (2, 2)}
    quotas = [Quota(feature, value, least, most) for (feature, value), (least, most) in asked.items()]
    return Pool.of(order(people), 4, order(quotas), {"p00": "1 High Street", "p04": "1 High Street"})


def turns(order: Order) -> Turns:
    return Turns.of(order(NAMES), ["chair", "minutes", "coffee"], ["Bo", "Ann", "Bo"])


def points_of_two(order: Order) -> Values:
    rows = {"Ann": {"boat": 60, "dog": 30, "lamp": 10}, "Bo": {"boat": 50, "dog": 10, "lamp": 40}}
    return Values.of(dict(order(list(rows.items()))))


#: By the name of the class that a rule takes.
PROBLEMS: dict[str, Callable[[Order], Any]] = {
    "Rankings": rankings,
    "Approvals": approvals,
    "Grades": grades,
    "Count": yes_or_no,
    "ConsentRound": consent,
    "Classes": classes,
    "Instance": budget,
    "Conversation": conversation,
    "Market": market,
    "Values": values,
    "Pool": pool,
    "Turns": turns,
}

#: Rules that take only some of those.
SPECIAL: dict[tuple[str, str], Callable[[Order], Any]] = {("division", "adjusted-winner"): points_of_two}

#: What must be said to some rules, by family and rule, because only the asker can know it.
ASKED: dict[tuple[str, str], dict[str, Any]] = {
    ("division", "rent"): {"amount": Fraction(1200)},
    ("division", "surplus"): {"amount": Fraction(1000), "keys": "equal=40, cellar=60"},
}


def problem_for(family: str, rule: Rule, order: Order) -> Any:
    """A small problem that this rule decides."""
    return SPECIAL.get((family, rule.name), PROBLEMS[rule.takes.__name__])(order)

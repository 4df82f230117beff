"""What can go wrong with polls and ballots, and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from waardeel.house.errors import HouseError, NotAllowed


class NobodyMayVote(HouseError):
    text = _("Nobody may vote: there are no members on %(day)s. Add members first.")


class MembersAreOrganisations(HouseError):
    text = _(
        "Some members are organisations (%(count)s). They cannot vote on screen yet. "
        "Take this decision in a meeting, so that their votes count too."
    )


class ClosesTooSoon(HouseError):
    text = _("The vote can close on %(moment)s at the earliest. Days that it must stay open: %(days)s.")
    field = "closes_at"


class ClosesTooLate(HouseError):
    text = _("A vote stays open for at most a year. Choose %(moment)s or earlier.")
    field = "closes_at"


class NotOnTheList(NotAllowed):
    text = _(
        "You are not on the list of this vote. The list was fixed on %(day)s from the members of that day. "
        "Ask the secretary if you think this is wrong."
    )


class NotYetOpen(HouseError):
    text = _("Come back on %(moment)s: the vote opens then.")


class TooLate(HouseError):
    text = _("The vote closed on %(moment)s: your ballot was not counted.")


class TooLateToChange(HouseError):
    text = _("The vote closed on %(moment)s: the ballot you cast before counts.")


class UnknownAnswer(HouseError):
    text = _("Choose one of the answers.")
    field = "choice"


class StillOpen(HouseError):
    text = _(
        "The vote is open until %(moment)s (not voted yet: %(missing)s). "
        "You can close it then, or as soon as everybody has voted."
    )


class TooManyTrustees(HouseError):
    text = _("Name at least one person who holds a key, each on a line of their own, and at most %(most)s.")
    field = "trustees"


class OtherNumberOfTrustees(HouseError):
    text = _("Name as many people as before, each once and on a line of their own: %(count)s.")
    field = "trustees"


class WrongThreshold(HouseError):
    text = _(
        "Say how many of the keys are enough: from 2 to %(most)s. One key alone must never be enough, because who "
        "holds it could read every vote."
    )
    field = "threshold"


class NobodyMakesCodes(HouseError):
    text = _("Name who makes the codes: best somebody who holds no key and does not run this server.")
    field = "authority"


class ProxyToOneself(HouseError):
    text = _("Choose somebody else on the list of this vote.")
    field = "holder"


class HasProxy(HouseError):
    text = _("Who gave a proxy cannot hold one, and who holds one cannot give theirs. Take the other one back first.")


class TooManyProxies(HouseError):
    text = _("By your rules one person votes for at most so many others: %(most)s. Choose somebody else.")
    field = "holder"


class TooManyQuestions(HouseError):
    text = _("Prepare from 1 to %(most)s questions for one meeting.")
    field = "questions"


class TooManyPaperCodes(HouseError):
    text = _("Choose at most as many ballots on paper as there are people who may vote: %(most)s.")
    field = "papers"


class NotReady(HouseError):
    text = _("This cannot be done now: others have to do their part first, or it is too late for it.")


class KeyRefused(HouseError):
    text = _("The key or the proof is not right, so nothing was kept. Make it again on this page. (%(why)s)")


class RollRefused(HouseError):
    text = _("The codes do not fit the list of voters, so nothing was kept. Make them again on this page. (%(why)s)")


class VoteWithCode(HouseError):
    text = _("In this vote you vote with the code on your letter, on the page of the voting booth.")


class UnknownCode(HouseError):
    text = _("This code is not on the list of this vote. Look whether it is the code of this vote, and not of another.")


class CodeGivenUp(HouseError):
    text = _("This code was exchanged, for a new code or for a ballot on paper. It casts no ballot any more.")


class SpareCode(HouseError):
    text = _("This code replaces a lost one, but it was not given to anybody yet. Ask whoever makes the codes.")


class TooManyPapers(HouseError):
    text = _(
        "More ballots on paper than letters that were handed in for one (%(letters)s). Hand in the letter first, "
        "or look whether a ballot is in the pile that was never given out."
    )


class CodeUsed(HouseError):
    text = _(
        "A ballot was already cast with this code, so it cannot be exchanged. Vote again with the same code: "
        "then only the last ballot counts."
    )


class UnknownHead(HouseError):
    text = _(
        "This head of the chain was never published here. Copy it as your program shows it. If it is right, you were "
        "given another archive than others: then say that something is wrong."
    )
    field = "head"


class NoMorePapers(HouseError):
    text = _("There are no more ballots on paper for this vote. Vote with the code on the letter: it still holds.")


class ExchangeRefused(HouseError):
    text = _("This code cannot be exchanged, so nothing was changed. (%(why)s)")


class BallotRefused(HouseError):
    text = _("The ballot did not pass the check, so it was not counted. Load the page again and try again. (%(why)s)")

"""What the auditors of a verifiable secret poll found."""

from __future__ import annotations

from datetime import datetime

from waardeel.ballots.errors import NotReady, UnknownHead
from waardeel.ballots.models import Auditor, Poll
from waardeel.house.domain import act, locked
from waardeel.register.domain import record


@act("poll.audited")
def give_finding(*, auditor: Auditor, fine: bool, head: str, remark: str, now: datetime) -> Auditor:
    """An auditor says whether everything was right up to `head`, the head of the chain that their program told them.

    They may say so again later; every finding stays in the register. That something is wrong can be said of any head.
    Raises NotReady, UnknownHead.
    """
    poll = locked(auditor.sealed.poll)
    auditor = locked(auditor)
    if poll.state in (Poll.State.PREPARED, Poll.State.WITHDRAWN):
        raise NotReady
    head = head.strip()
    if fine and not auditor.sealed.records.filter(kind="event", hash=head).exists():
        raise UnknownHead
    auditor.fine, auditor.head, auditor.remark = fine, head[:64], remark.strip()
    auditor.save(update_fields=["fine", "head", "remark"])
    record(
        "poll.audited",
        in_=poll.organisation,
        subject=poll,
        at=now,
        public={
            "poll": str(poll.pk),
            "auditor": auditor.number,
            "fine": fine,
            "head": auditor.head,
            "remark": auditor.remark,
        },
    )
    return auditor

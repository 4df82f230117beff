"""Trustees who share a key: each round of the ceremony, what is published of it, and whom a false step names."""

import copy
import itertools
import json
import random
from functools import cache

import pytest

from tests.belenios.elections import ONE_OF_THREE, played
from waardeel.belenios import rehearse, wire
from waardeel.belenios.errors import BadCredential, BadElection, BadProof, BadRecord
from waardeel.belenios.group import BELENIOS_2048 as GROUP
from waardeel.belenios.trustee import Shared, TrusteeKey, Trustees, ceremony
from waardeel.belenios.trustee.threshold import lagrange
from waardeel.belenios.verify import verify

below = random.Random(3).randrange
PLACES = [ceremony.Place(GROUP, 3, 2, index) for index in (1, 2, 3)]


@cache
def rounds():
    """The seeds, certificates, deals and takings of a ceremony of 2 of 3."""
    seeds = [ceremony.make_seed(below) for _ in PLACES]
    certificates = [ceremony.certify(seed, place, below) for seed, place in zip(seeds, PLACES, strict=True)]
    deals = [ceremony.deal(seed, place, certificates, below) for seed, place in zip(seeds, PLACES, strict=True)]
    handed = ceremony.hand_round(deals)
    takings = [
        ceremony.take(seed, place, certificates, each, below)
        for seed, place, each in zip(seeds, PLACES, handed, strict=True)
    ]
    return seeds, certificates, deals, takings


def record():
    _, certificates, deals, takings = rounds()
    return copy.deepcopy(ceremony.publish(GROUP, 2, certificates, deals, takings).written())


def test_any_two_of_three_find_the_whole_key_and_one_alone_does_not():
    seeds, _, _, takings = rounds()
    shared = Shared.read(record(), GROUP)
    secrets = [
        ceremony.private_key(seed, ceremony.read_taking(taking, 1)[0], GROUP)
        for seed, taking in zip(seeds, takings, strict=True)
    ]
    for present in itertools.combinations((1, 2, 3), 2):
        weights = lagrange(present, GROUP.q)
        whole = sum(weight * secrets[place - 1] for weight, place in zip(weights, present, strict=True)) % GROUP.q
        assert GROUP.of_g.power(whole) == shared.key(GROUP)
    assert all(GROUP.of_g.power(secret) != shared.key(GROUP) for secret in secrets)
    assert [GROUP.of_g.power(secret) for secret in secrets] == [key.public for key in shared.keys]


@pytest.mark.parametrize("present", [[1, 2], [3, 1], [2, 3], [1, 2, 3]])
def test_the_result_is_read_whoever_comes(present, tmp_path):
    played_ = played([(0, [[1, 0, 0]]), (1, [[0, 1, 0]]), (2, [[1, 0, 0]])], trustees=3, threshold=2, present=present)
    (path := tmp_path / "election.bel").write_bytes(played_.archive)
    report = verify(path)
    assert report.result == played_.result == [[2, 1, 0]]
    assert (report.trustees, report.needed) == (3, 2)


def test_one_of_two_is_too_few():
    with pytest.raises(BadElection, match="1 trustees decrypted, and 1 more must"):
        played([(0, [[1, 0, 0]])], trustees=3, threshold=2, present=[3])


def test_single_trustees_and_those_who_share_a_key_can_stand_together():
    made = rehearse.share(GROUP, 3, 2, below)
    alone = TrusteeKey.make(5, GROUP, below)
    trustees = Trustees.read(Trustees.written([alone, made[2]]), GROUP)
    assert trustees.needed == 3
    assert len(trustees.keys) == 4
    assert (trustees.lacking([2, 3]), trustees.lacking([1, 4]), trustees.lacking([1, 2, 4])) == (1, 1, 0)
    alpha = GROUP.of_g.power(12345)
    factors = {1: GROUP.power(alpha, 5)}
    factors |= {at: GROUP.power(alpha, secret) for at, secret in enumerate(made[1], start=2) if at != 3}
    assert trustees.together(factors, GROUP) == GROUP.power(trustees.key(GROUP), 12345)


@pytest.mark.parametrize(("size", "threshold"), [(3, 4), (3, 0), (101, 2)])
def test_a_threshold_that_cannot_be_is_refused(size, threshold):
    with pytest.raises(BadElection, match="are to be enough"):
        rehearse.share(GROUP, size, threshold, below)


def test_a_code_with_a_letter_too_few_is_refused():
    with pytest.raises(BadCredential, match="22 letters"):
        ceremony.certify(rounds()[0][0][:-1], PLACES[0], below)


# ---- what a trustee's own device refuses


def test_a_certificate_put_in_the_place_of_mine_is_seen():
    seeds, certificates, _, _ = rounds()
    theirs = ceremony.certify(ceremony.make_seed(below), PLACES[0], below)
    with pytest.raises(BadRecord, match="Another certificate than yours"):
        ceremony.deal(seeds[0], PLACES[0], [theirs, *certificates[1:]], below)


def test_a_certificate_for_another_threshold_is_seen():
    seeds, certificates, _, _ = rounds()
    with pytest.raises(BadRecord, match="Another group, number of trustees, threshold"):
        ceremony.deal(seeds[0], ceremony.Place(GROUP, 3, 3, 1), certificates, below)


def test_a_trustee_who_deals_a_false_point_is_named():
    seeds, certificates, deals, _ = rounds()
    false = ceremony.deal(seeds[1], PLACES[1], certificates, below)
    mixed = {**deals[1], "secrets": false["secrets"]}
    handed = ceremony.hand_round([deals[0], mixed, deals[2]])[0]
    with pytest.raises(BadProof, match="lies on the polynomial does not hold in the point that trustee 2"):
        ceremony.take(seeds[0], PLACES[0], certificates, handed, below)


def test_a_point_for_somebody_else_cannot_be_read():
    seeds, certificates, deals, _ = rounds()
    swapped = {**deals[1], "secrets": [deals[1]["secrets"][at] for at in (1, 0, 2)]}
    handed = ceremony.hand_round([deals[0], swapped, deals[2]])[0]
    with pytest.raises(BadRecord, match="changed on its way, or is for somebody else, in the point that trustee 2"):
        ceremony.take(seeds[0], PLACES[0], certificates, handed, below)


def test_a_deal_exchanged_for_another_of_mine_is_seen():
    seeds, certificates, deals, _ = rounds()
    again = ceremony.deal(seeds[0], PLACES[0], certificates, below)
    handed = ceremony.hand_round([{**again, "polynomial": deals[0]["polynomial"]}, *deals[1:]])[0]
    with pytest.raises(BadRecord, match="Other coefficients than those"):
        ceremony.take(seeds[0], PLACES[0], certificates, handed, below)


def test_trustees_who_were_shown_different_certificates_find_out():
    seeds, certificates, deals, _ = rounds()
    other = ceremony.certify(ceremony.make_seed(below), PLACES[2], below)
    shown = [*certificates[:2], other]
    fooled = ceremony.deal(seeds[1], PLACES[1], shown, below)
    handed = ceremony.hand_round([deals[0], fooled, deals[2]])[0]
    with pytest.raises(BadProof, match="trustee 2: the certificates they used"):
        ceremony.take(seeds[0], PLACES[0], certificates, handed, below)


# ---- what the server refuses, so that nobody waits for the next round in vain


def test_the_server_takes_what_is_right_and_refuses_what_is_of_another():
    _, certificates, deals, takings = rounds()
    for place, dealt, taking in zip(PLACES, deals, takings, strict=True):
        ceremony.check_deal(place, certificates, dealt)
        ceremony.check_taking(place, certificates, deals, taking)
    with pytest.raises(BadProof):
        ceremony.check_deal(PLACES[0], certificates, deals[1])
    with pytest.raises(BadRecord, match="does not follow from the coefficients"):
        ceremony.check_taking(PLACES[0], certificates, deals, takings[1])
    unsigned = copy.deepcopy(takings[0])
    del unsigned["public_key"]["signature"]
    with pytest.raises(BadRecord, match="No signature"):
        ceremony.check_taking(PLACES[0], certificates, deals, unsigned)


# ---- what everyone refuses


def paths(value, at=()):
    """The path of every text and number in a record."""
    if isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths(each, (*at, key))
    else:
        yield at


def other(value):
    """The same with one digit changed, so that it still has the form of what it was."""
    if isinstance(value, int):
        return value + 1
    at = next(at for at in range(len(value) // 2, len(value)) if value[at].isdigit())
    return value[:at] + str((int(value[at]) + 1) % 10) + value[at + 1 :]


@pytest.mark.parametrize("path", list(paths(record())), ids=lambda path: ".".join(map(str, path)))
def test_every_change_of_a_record_is_refused(path):
    changed = record()
    *before, last = path
    inner = changed
    for key in before:
        inner = inner[key]
    inner[last] = other(inner[last])
    with pytest.raises((BadRecord, BadProof)):
        Shared.read(changed, GROUP)


def test_a_record_from_which_some_signatures_were_taken_is_refused():
    changed = record()
    del changed["signatures"]
    with pytest.raises(BadRecord, match="Some of the signatures"):
        Shared.read(changed, GROUP)


def test_one_trustee_in_two_places_is_refused():
    changed = json.loads(json.dumps(record()))
    for name in ("certs", "coefexps"):
        changed[name][1] = changed[name][0]
    with pytest.raises(BadRecord):
        Shared.read(changed, GROUP)


def test_the_record_says_the_same_after_it_was_written_and_read():
    written = Trustees.written([Shared.read(record(), GROUP)])
    assert Trustees.written(Trustees.read(written, GROUP).parts) == written
    assert wire.read(written, where="it")[0][0] == "Pedersen"


def test_the_election_belongs_to_the_trustees_who_share_its_key():
    of = rehearse.set_up(ONE_OF_THREE, voters=1, below=below, trustees=4, threshold=3)
    assert Trustees.read(of.trustees, GROUP).key(GROUP) == of.election.key


def test_the_vector_of_a_key_of_its_own():
    """The proof for the secret 12345 with 67890 as its random number, checked against the reference program."""
    key = TrusteeKey.make(12345, GROUP, lambda _: 67890)
    assert key.proof.challenge == 52906224678092059695588825815813388675788053603800234331722716135923462095266
    assert key.proof.response == 39474865114103727394581326521481660097953182238416780366380301369006290474153

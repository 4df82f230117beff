"""Checkpoints are those of C2SP, and only one spelling of each is accepted.

Known answers: the key and note of Peter Neumann from golang.org/x/mod/sumdb/note (BSD-3-Clause), and a head
of Go's checksum database as it was published at sum.golang.org on 23 September 2024.
"""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waardeel.tlog.checkpoint import (
    BadCheckpoint,
    BadKey,
    Checkpoint,
    Signer,
    Verifier,
    fingerprint,
    open_checkpoint,
    sign,
)

PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PETER_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_SIGNATURE = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
GO = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
GO_HEAD = (
    "go.sum database tree\n30055305\nmXfgRcJ0bG0j3CPdKwgGWtUzBUbX67saZGRmFuJGGsM=\n\n"
    "— sum.golang.org "
    "Az3grpgEild5qw7+5dtV13Kf1C2Xurm8q4fhdxvcsDHnqNTaxL2AFjBY+2TyGKevucFcAAlWFJJYle3EJlDCrQ+y3A8=\n"
)
ROOT = bytes(range(32))
SIGNER = Signer.from_private_text(PETER_PRIVATE)
HEAD = Checkpoint("waardeel.example/o/brug", 7, ROOT)
SIGNED = sign(HEAD, SIGNER)


def signed(body):
    """Any text, signed by Peter: for texts that are not checkpoints."""
    signature = Verifier.from_text(PETER).key_id + SIGNER._key.sign(body.encode())
    return f"{body}\n— PeterNeumann {base64.b64encode(signature).decode()}\n"


def test_the_known_note_gets_its_known_signature_and_verifies():
    assert SIGNER.verifier_key == PETER
    assert signed(PETER_TEXT).endswith(f"\n\n— PeterNeumann {PETER_SIGNATURE}\n")
    assert Verifier.from_text(PETER).verifies(PETER_TEXT, base64.b64decode(PETER_SIGNATURE)[4:])


def test_a_head_of_another_log_in_the_world_opens():
    head = open_checkpoint(GO_HEAD, GO, alone=True)
    assert head == Checkpoint(
        "go.sum database tree", 30055305, base64.b64decode("mXfgRcJ0bG0j3CPdKwgGWtUzBUbX67saZGRmFuJGGsM=")
    )


def test_signing_gives_the_form_and_opens():
    lines = SIGNED.split("\n")
    assert lines[:4] == ["waardeel.example/o/brug", "7", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", ""]
    assert lines[4].startswith("— PeterNeumann x08go")
    assert open_checkpoint(SIGNED, PETER, alone=True) == HEAD
    assert sign(HEAD, SIGNER) == SIGNED


def test_a_new_key_survives_being_written_down():
    signer = Signer.generate("waardeel.example/o/brug")
    again = Signer.from_private_text(signer.to_private_text() + "\n")
    assert again.verifier_key == signer.verifier_key
    assert open_checkpoint(sign(HEAD, signer), again.verifier_key) == HEAD
    assert SIGNER.to_private_text() == PETER_PRIVATE


def test_one_key_signs_several_logs_each_by_its_own_name():
    brug, kade = SIGNER.named("brug"), SIGNER.named("kade")
    assert Verifier.from_text(brug.verifier_key).public == Verifier.from_text(kade.verifier_key).public
    with pytest.raises(BadCheckpoint, match="not signed by kade"):
        open_checkpoint(sign(HEAD, brug), kade.verifier_key)


def test_signatures_of_witnesses_are_passed_over_unless_it_must_stand_alone():
    witness = sign(HEAD, Signer.generate("witness.example")).split("\n\n")[1]
    assert open_checkpoint(SIGNED + witness, PETER) == HEAD
    with pytest.raises(BadCheckpoint, match="2 signature lines, at most 1"):
        open_checkpoint(SIGNED + witness, PETER, alone=True)
    with pytest.raises(BadCheckpoint, match="at most 100"):
        open_checkpoint(SIGNED + witness * 100, PETER)


def test_a_second_signature_of_the_same_key_that_does_not_fit_is_refused():
    other = sign(Checkpoint(HEAD.origin, 8, ROOT), SIGNER).split("\n\n")[1]
    with pytest.raises(BadCheckpoint, match="does not fit the text"):
        open_checkpoint(SIGNED + other, PETER)


@given(st.integers(0, len(SIGNED.encode()) * 8 - 1))
def test_no_bit_of_a_checkpoint_can_change(bit):
    data = bytearray(SIGNED.encode())
    data[bit // 8] ^= 1 << bit % 8
    with pytest.raises(BadCheckpoint):
        open_checkpoint(data.decode(errors="replace"), PETER)


@given(st.integers(0, len(PETER) * 8 - 1))
def test_no_bit_of_a_key_can_change(bit):
    data = bytearray(PETER.encode())
    data[bit // 8] ^= 1 << bit % 8
    with pytest.raises(BadKey):
        Verifier.from_text(data.decode(errors="replace"))


ROOT_TEXT = base64.b64encode(ROOT).decode()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (f"log\n07\n{ROOT_TEXT}\n", "the size '07' is not a whole number in its shortest form"),
        (f"log\n+7\n{ROOT_TEXT}\n", "the size"),
        (f"log\n-7\n{ROOT_TEXT}\n", "the size"),
        (f"log\n٧\n{ROOT_TEXT}\n", "the size"),
        (f"log\n{'9' * 20}\n{ROOT_TEXT}\n", "the size"),
        (f"log\n7\n{ROOT_TEXT}\nextension\n", "4 lines of text, three expected"),
        ("log\n7\n", "2 lines of text, three expected"),
        (f"\n7\n{ROOT_TEXT}\n", "the origin of a log"),
        (f"lo\tg\n7\n{ROOT_TEXT}\n", "the origin of a log"),
        (f"log\n7\n{ROOT_TEXT[:-4]}\n", "hash of 32 bytes"),
        (f"log\n7\n{ROOT_TEXT[:-2]}9=\n", "another spelling"),
        (f"log\n7\n {ROOT_TEXT}\n", "bad base64"),
        (f"log\n7\n{ROOT_TEXT.rstrip('=')}\n", "bad base64"),
    ],
)
def test_what_is_signed_but_not_a_checkpoint_is_refused_with_the_reason(body, reason):
    with pytest.raises(BadCheckpoint, match=reason):
        open_checkpoint(signed(body), PETER)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not a signed text"),
        (HEAD.body, "not a signed text"),
        (SIGNED.rstrip("\n"), "not a signed text"),
        (SIGNED + "\n", "not a signed text"),
        (SIGNED.replace("— ", "-- "), "not a signature line"),
        (SIGNED.replace("— ", "—  "), "not a signature line"),
        (SIGNED.replace("PeterNeumann x", "PeterNeumann  x"), "not a signature line"),
        (SIGNED.replace("PeterNeumann", "Peter+Neumann"), "not a signature line"),
        (HEAD.body + "\n— PeterNeumann x08g\n", "not a signature line"),
        (SIGNED.replace("PeterNeumann", "PeterPan"), "not signed by PeterNeumann"),
        (SIGNED.replace("\n7\n", "\n8\n"), "the signature does not fit the text"),
    ],
)
def test_what_is_not_signed_is_refused_with_the_reason(text, reason):
    with pytest.raises(BadCheckpoint, match=reason):
        open_checkpoint(text, PETER)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "one word"),
        ("Peter Neumann+c74f20a3+ARpc", "one word"),
        ("PeterNeumann", "NAME[+]IDENTITY[+]KEY"),
        (PETER.replace("c74f20a3", "C74F20A3"), "NAME[+]IDENTITY[+]KEY"),
        (PETER.replace("c74f20a3", "c74f20a4"), "one of the three was changed"),
        (PETER.replace("Peter", "Piet"), "one of the three was changed"),
        ("PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "not an Ed25519 key"),
        ("PeterNeumann+c74f20a3+ARpc", "not an Ed25519 key"),
        ("PeterNeumann+c74f20a3+ARpc!", "bad base64"),
    ],
)
def test_what_is_not_a_key_is_refused_with_the_reason(text, reason):
    with pytest.raises(BadKey, match=reason):
        Verifier.from_text(text)


def test_a_damaged_private_key_is_refused():
    with pytest.raises(BadKey, match="begins with PRIVATE"):
        Signer.from_private_text(PETER)
    with pytest.raises(BadKey, match="damaged"):
        Signer.from_private_text(PETER_PRIVATE.replace("AYEK", "AYEL"))
    with pytest.raises(BadKey, match="one word"):
        Signer.generate("two words")


def test_the_fingerprint_is_short_and_follows_the_whole_key():
    assert fingerprint(PETER) == "a82f 24c4 8c9e e106 dd11 952a 8026 e14f"  # sha256sum of the key's text
    assert fingerprint(SIGNER.named("other").verifier_key) != fingerprint(PETER)

"""`waardeel ballots verify --cluster`: the ballots are checked on a Dask cluster, with the same outcome."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.belenios.elections import parts, small, wide, written
from tests.oracle.conftest import ROOT
from waardeel.belenios import wire

pytestmark = pytest.mark.oracle
#: Runs in the environment that has the cluster; the workers import the verifier as well.
SCRIPT = """
import sys
from distributed import LocalCluster
from waardeel.cli import main
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        sys.exit(main(["ballots", "verify", sys.argv[1], "--cluster", cluster.scheduler_address, "--json"]))
"""


def verified(python: Path, folder: Path, archive: bytes) -> tuple[int, dict]:
    (path := folder / "one.bel").write_bytes(archive)
    (script := folder / "script.py").write_text(SCRIPT)
    done = subprocess.run(
        [python, script, path],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, json.loads(done.stdout)


@pytest.mark.parametrize("election", [small, wide])
def test_a_cluster_finds_what_one_machine_finds(oracle_python, tmp_path, election):
    code, said = verified(oracle_python, tmp_path, election().archive)
    assert (code, said["ok"], said["result"]) == (0, True, election().result)


def test_a_cluster_names_the_ballot_that_is_wrong(oracle_python, tmp_path):
    whole = parts(small().archive)
    at = next(at for at, part in enumerate(whole) if isinstance(part, bytes) and b'"individual_proofs"' in part)
    ballot = json.loads(whole[at])
    ballot["answers"][0]["overall_proof"][0]["response"] = "7"
    whole[at] = wire.written(ballot)
    code, said = verified(oracle_python, tmp_path, written(whole))
    assert (code, said["ok"], said["event"]) == (1, False, 1)
    assert "does not hold" in said["what"]


def test_a_cluster_that_does_not_answer_is_named(oracle_python, tmp_path):
    (path := tmp_path / "one.bel").write_bytes(small().archive)
    command = [oracle_python, "-m", "waardeel.cli", "ballots", "verify", path, "--cluster", "tcp://127.0.0.1:9"]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "tcp://127.0.0.1:9 cannot be read or written: no Dask cluster answers there." in done.stderr

"""Stand in for the engine: replicates made of hashes, in any process, at once."""

import hashlib
import os
import signal
import time
import uuid
from pathlib import Path

import polars as pl

from sim import experiment
from sim.experiment import Job, Replicate


def luck(*address: object) -> float:
    """Return a number in [0, 1) that only the address decides."""
    return int(hashlib.sha256(repr(address).encode()).hexdigest()[:12], 16) / 16**12


def replicate(job: Job) -> Replicate:
    """Return offered 100-200 and answered, 10 % more of it under the policy `kind`."""
    offered = 100.0 + round(100 * luck(job.seed, job.replication))
    share = 0.6 + 0.1 * luck(job.seed, job.replication, "share") + (0.1 if job.policy == "kind" else 0.0)
    share -= 0.2 if job.scenario == "busy" else 0.0
    kpis = pl.DataFrame(
        {
            "dimension": ["all", "all", "interval", "interval"],
            "member": ["", "", "tue 09:00", "mon 09:30"],
            "kpi": ["service_level", "asa", "service_level", "service_level"],
            "numerator": [offered * share, 30.0 * offered, offered * share / 2, 0.0],
            "denominator": [offered, offered, offered / 2, 0.0],
        }
    )
    digest = hashlib.sha256(repr((*job[:2], offered, share)).encode()).hexdigest()
    return Replicate(job.policy, job.scenario, job.replication, kpis, digest, int(offered), 0.5)


def interrupted_at_the_sixth(job: Job) -> Replicate:
    """Do the same until the second policy of replication 2, where the user presses Ctrl-C."""
    if (job.replication, job.policy) == (2, "kind"):
        signal.raise_signal(signal.SIGINT)
    return replicate(job)


def interrupted_at_once(_: Job) -> Replicate:
    """Meet Ctrl-C before anything is finished."""
    raise KeyboardInterrupt


def dying(job: Job) -> Replicate:
    """Die without a word in replication 3."""
    if job.replication == 3:
        os._exit(1)
    return replicate(job)


def counted(job: Job) -> Replicate:
    """Run one replication, and leave a file that says that it was tried."""
    Path(os.environ["TOY_FOLDER"], f"try-{uuid.uuid4()}").touch()
    time.sleep(0.3)
    return experiment.replicate(job)


def itself(job: Job) -> Job:
    """Return the job as it arrives."""
    return job


def versions() -> dict[str, str]:
    """Return a version that is another in every process."""
    return {"goodwill": str(os.getpid())}

"""Answers a file of texts in pieces with Ray, and puts them together.

    python examples/scale/ray_pieces.py texts.txt model 8 > answers.tsv

The nodes need Node and `npm install --global lstm`, and texts and model at the same paths (a shared folder).
"""
import subprocess
import sys
import tempfile
from pathlib import Path

import ray

texts, model, pieces = sys.argv[1], sys.argv[2], int(sys.argv[3])
ray.init()


@ray.remote(num_cpus=1, max_retries=3)
def piece(number: int) -> bytes:
    command = ["lstm", "predict", "--quiet", "--threads", "1", "--checkpoint", model, "--shard", f"{number}/{pieces}"]
    with open(texts, "rb") as stdin:
        return subprocess.run(command, stdin=stdin, stdout=subprocess.PIPE, check=True).stdout


with tempfile.TemporaryDirectory() as folder:
    paths = []
    for number, written in enumerate(ray.get([piece.remote(n) for n in range(1, pieces + 1)]), start=1):
        paths.append(Path(folder) / str(number))
        paths[-1].write_bytes(written)
    subprocess.run(["lstm", "merge", *map(str, paths)], check=True)

"""
    git clone https://github.com/cardiffnlp/tweeteval CLONES/tweeteval, and so on with the others of `sources`
    python3 bench/public-sets.py CLONES FOLDER

Pairs of files for bench/sets.ts and bench/baselines.py, of sets that our rules were not chosen by (but for banking and clinc the one
for many labels): the training and validation files of each are put together, and a fifth of them is held out by seed 1. Their own
test files are not read.

TweetEval (Barbieri and others 2020), banking77 (Casanueva and others 2020), CLINC150 (Larson and others 2019), GermEval 2018 (Wiegand
and others 2018). The texts of TweetEval's emoji say their label by a variation selector that was left behind; it is taken out of all texts.
"""
import csv
import json
import random
import sys
from pathlib import Path

sources = {
    "tweeteval": "https://github.com/cardiffnlp/tweeteval",
    "task-specific-datasets": "https://github.com/PolyAI-LDN/task-specific-datasets",
    "oos-eval": "https://github.com/clinc/oos-eval",
    "GermEval-2018-Data": "https://github.com/uds-lsv/GermEval-2018-Data",
}
left_behind = "\ufe0f"


def tweets(clones, name):
    for part in ["train", "val"]:
        folder = clones / "tweeteval" / "datasets" / name
        texts, labels = [(folder / f"{part}_{kind}.txt").read_text("utf-8").split("\n") for kind in ["text", "labels"]]
        yield from ((f"label {label.strip()}", text) for label, text in zip(labels, texts) if label.strip())


def banking(clones):
    with open(clones / "task-specific-datasets/banking_data/train.csv", newline="", encoding="utf-8") as file:
        yield from ((row["category"], row["text"]) for row in csv.DictReader(file))


def intents(clones):
    data = json.loads((clones / "oos-eval/data/data_full.json").read_text("utf-8"))
    yield from ((label, text) for text, label in data["train"] + data["val"])


def germeval(clones, column):
    for line in (clones / "GermEval-2018-Data/germeval2018.training.txt").read_text("utf-8").strip().split("\n"):
        cells = line.split("\t")
        yield cells[column].strip(), cells[0]


clones, folder = Path(sys.argv[1]), Path(sys.argv[2])
missing = [name for name in sources if not (clones / name).is_dir()]
if missing:
    sys.exit("\n".join(f"git clone {sources[name]} {clones / name}" for name in missing))
sets = {name: tweets(clones, name) for name in ["emotion", "irony", "hate", "offensive", "emoji"]}
sets |= {"banking": banking(clones), "clinc": intents(clones)}
sets |= {"germeval": germeval(clones, 1), "germeval4": germeval(clones, 2)}
folder.mkdir(parents=True, exist_ok=True)
for name, all_rows in sets.items():
    rows = [(label, text.replace(left_behind, "").strip()) for label, text in all_rows]
    rows = [row for row in rows if row[1]]
    random.Random(1).shuffle(rows)
    held_out = len(rows) // 5
    for part, some in [("test", rows[:held_out]), ("train", rows[held_out:])]:
        with open(folder / f"{name}-{part}.csv", "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("label", "text"), *some])

"""
    python3 bench/baselines.py FOLDER          (Debian: python3-sklearn, fasttext)

What others make of the same files as bench/sets.ts: for each NAME-train.csv and NAME-test.csv of a folder, TF-IDF of words and
pairs with logistic regression (C chosen by five folds of the training file), and fastText. A test file is looked at once by each.
"""
import csv, os, re, subprocess, sys, tempfile, time
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegressionCV
from sklearn.pipeline import make_pipeline


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [row["text"] for row in rows], [row["label"] for row in rows]


def logistic(train, test):
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\w+|[^\w\s]")
    model = make_pipeline(words, LogisticRegressionCV(Cs=[0.3, 1, 3, 10, 30, 100], cv=5, solver="liblinear"))
    begin = time.time()
    model.fit(*train)
    return model.score(*test), time.time() - begin, None


def fasttext(train, test):
    with tempfile.TemporaryDirectory() as folder:
        for name, (texts, labels) in [("train", train), ("test", test)]:
            with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
                for text, label in zip(texts, labels):
                    tokens = " ".join(re.findall(r"\w+|[^\w\s]", text.lower()))
                    file.write(f"__label__{label.replace(' ', '_')} {tokens}\n")
        flags = ["-wordNgrams", "2", "-epoch", "25", "-thread", "2"]
        begin = time.time()
        run(["fasttext", "supervised", "-input", f"{folder}/train", "-output", f"{folder}/model", *flags])
        seconds = time.time() - begin
        measured = run(["fasttext", "test", f"{folder}/model.bin", f"{folder}/test"])
        return float(re.search(r"P@1\s+([\d.]+)", measured)[1]), seconds, os.path.getsize(f"{folder}/model.bin")


def run(command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


folder = Path(sys.argv[1])
names = sorted(path.name.removesuffix("-train.csv") for path in folder.glob("*-train.csv"))
print("| set | TF-IDF and logistic regression | seconds | fastText | seconds | fastText's model |\n|---|---|---|---|---|---|")
accuracies = []
for name in names:
    train, test = read(folder / f"{name}-train.csv"), read(folder / f"{name}-test.csv")
    (a, a_seconds, _), (b, b_seconds, size) = logistic(train, test), fasttext(train, test)
    accuracies.append((a, b))
    print(f"| {name} | {100 * a:.1f} | {a_seconds:.0f} | {100 * b:.1f} | {b_seconds:.0f} | {size / 1e6:.0f} MB |", flush=True)
first, second = (100 * sum(column) / len(column) for column in zip(*accuracies))
print(f"| mean | {first:.1f} | | {second:.1f} | | |")

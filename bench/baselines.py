"""
    python3 bench/baselines.py FOLDER          (Debian: python3-sklearn, fasttext)

What others make of the same files as bench/sets.ts: for each NAME-train.csv and NAME-test.csv of a folder, TF-IDF of words and
pairs with logistic regression (C chosen by five folds of the training file), the same and pieces of words with a support vector
machine (C = 1), and fastText. A test file is looked at once by each.
"""
import csv, os, re, subprocess, sys, tempfile, time
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegressionCV
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [row["text"] for row in rows], [row["label"] for row in rows]


def words():
    return TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\w+|[^\w\s]")


def logistic(train, test):
    chosen = LogisticRegressionCV(Cs=[0.3, 1, 3, 10, 30, 100], cv=5, solver="liblinear")
    return fitted(make_pipeline(words(), chosen), train, test)


def with_pieces(train, test):
    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    return fitted(make_pipeline(make_union(words(), pieces), LinearSVC(C=1)), train, test)


def fitted(model, train, test):
    begin = time.time()
    model.fit(*train)
    return model.score(*test), time.time() - begin


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
print("| set | TF-IDF and logistic regression | seconds | with pieces of words, SVM | seconds | fastText | seconds | fastText's model |")
print("|---|---|---|---|---|---|---|---|")
accuracies = []
for name in names:
    train, test = read(folder / f"{name}-train.csv"), read(folder / f"{name}-test.csv")
    (a, a_seconds), (b, b_seconds), (c, c_seconds, size) = logistic(train, test), with_pieces(train, test), fasttext(train, test)
    accuracies.append((a, b, c))
    cells = [name, f"{100 * a:.1f}", f"{a_seconds:.0f}", f"{100 * b:.1f}", f"{b_seconds:.0f}", f"{100 * c:.1f}", f"{c_seconds:.0f}"]
    print(f"| {' | '.join(cells)} | {size / 1e6:.0f} MB |", flush=True)
means = [f"{100 * sum(column) / len(column):.1f}" for column in zip(*accuracies)]
print(f"| mean | {' | | '.join(means)} | | |")

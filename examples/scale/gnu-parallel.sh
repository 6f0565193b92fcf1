#!/usr/bin/env bash
# Answers a file of texts in N pieces at a time with GNU parallel, and puts them together: the bytes that one machine would give.
#
#     bash examples/scale/gnu-parallel.sh texts.txt model 4 > answers.tsv
#
# Over ssh: --sshlogin host1,host2 after `parallel`, with the model and the texts at the same paths there (or --basefile).
# Each worker loads the model once. LSTM says how the program is started (lstm).
set -euo pipefail

texts=$1 model=$2 pieces=$3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

seq "$pieces" | parallel --halt now,fail=1 --jobs "${JOBS:-100%}" \
  "${LSTM:-lstm} predict --quiet --threads 1 --checkpoint '$model' --shard {}/$pieces < '$texts' > '$folder/{}'"
${LSTM:-lstm} merge "$folder"/*

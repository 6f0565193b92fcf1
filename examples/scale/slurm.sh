#!/usr/bin/env bash
#SBATCH --job-name=lstm-folds
#SBATCH --array=1-5
#SBATCH --cpus-per-task=2
#SBATCH --output=fold-%a.log
# Measures 5 folds as an array of 5 tasks:
#
#     sbatch --wait examples/scale/slurm.sh reviews.csv
#     lstm merge piece-*.jsonl
#
# A search is cut the same way: lstm search --data reviews.csv --trials 50 --shard "$SLURM_ARRAY_TASK_ID/5" --out "search-$SLURM_ARRAY_TASK_ID".
set -euo pipefail

piece=$SLURM_ARRAY_TASK_ID
pieces=${SLURM_ARRAY_TASK_COUNT:-5}
${LSTM:-lstm} train --data "$1" --folds 5 --threads "${SLURM_CPUS_PER_TASK:-0}" --shard "$piece/$pieces" > "piece-$piece.jsonl.part"
# Under its name only when it is whole.
mv "piece-$piece.jsonl.part" "piece-$piece.jsonl"

#!/usr/bin/env bash
# Trains @SCRIPT@ on several machines by SLURM: sbatch slurm.sh
#
# This folder has to be on a disk that all nodes see; on each there has to be a Python with
# what the script names at its top. An interrupted job, submitted again, goes on from its last epoch.
#SBATCH --job-name=@JOB@
#SBATCH --nodes=2
#SBATCH --ntasks-per-node=1
#SBATCH --cpus-per-task=8
#SBATCH --time=24:00:00
#SBATCH --requeue
#SBATCH --output=@JOB@-%j.log
# For nodes with GPUs, take one of the two signs away:
##SBATCH --gres=gpu:1

set -euo pipefail
cd "${SLURM_SUBMIT_DIR:-$(dirname "$0")}"

hosts=$(scontrol show hostnames "$SLURM_JOB_NODELIST")
port=$((20000 + SLURM_JOB_ID % 12000)) # below those that systems give out by themselves
workers=""
for host in $hosts; do
  workers+="${workers:+, }\"$host:$port\""
done
export WORKERS="[$workers]" SCRIPT=@SHELL@

# Each task learns from SLURM which of the workers it is; one that fails ends the others.
# Since 22.05 srun gives a task one processor if it is not told how many sbatch was asked for.
srun --kill-on-bad-exit=1 --export=ALL --cpus-per-task="$SLURM_CPUS_PER_TASK" bash -c '
  export TF_CONFIG="{\"cluster\": {\"worker\": $WORKERS}, \"task\": {\"type\": \"worker\", \"index\": $SLURM_PROCID}}"
  exec python "$SCRIPT"
'

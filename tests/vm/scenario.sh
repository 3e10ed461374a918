# Sourced by the scenarios: where things are, and the checks that they share.
# shellcheck shell=bash
set -euo pipefail

kernel=${1:?usage: SCENARIO KERNEL}
repository=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")
cd "$repository"

name=$(basename "$0")
out=$repository/build/scenarios/$kernel-$name
rm -rf "$out"
mkdir -p "$out"

# machine [RUN-OPTION...] -- COMMAND...: the directory $out is writable inside.
machine() {
	tests/vm/run --kernel "$kernel" --share "$out" --append "scenario.out=$out" "$@"
}

# An empty disk image; QEMU writes to it.
disk() {
	truncate --size 64M "$out/$1"
	printf '%s' "$out/$1"
}

# The log that QEMU writes; switched on from inside, see tests/vm/guest/lib.sh.
qemu_log=$out/qemu.log

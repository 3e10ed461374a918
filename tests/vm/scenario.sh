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

# Whether this kernel is tested by itself: then nothing is left to another one.
whole=${WHOLE-}

# machine [RUN-OPTION...] -- COMMAND...: the directory $out is writable inside.
machine() {
	tests/vm/run --kernel "$kernel" --share "$out" --append "scenario.out=$out" "$@"
}

fail() {
	echo "$1" >&2
	exit 1
}

# has DRIVER: does this kernel have it, as a module or built in?
has() {
	local directory
	directory=$(tests/vm/kernels prepare "$kernel")
	PATH=$PATH:/usr/sbin:/sbin modinfo --basedir "$directory/root" -k "$(<"$directory/release")" \
		"$1" >/dev/null 2>&1
}

# configured SYMBOL: is this kernel configured with it? Packages have that in one of two places.
configured() {
	local directory
	directory=$(tests/vm/kernels prepare "$kernel")
	grep -Eqs "^CONFIG_$1=[ym]" "$directory"/root/{boot/config-*,lib/modules/*/config} "$directory.object/.config"
}

# What the kernel lacks, and what is done instead or left out, for the table of docs/kernels.md. The
# machine says so in the same words.
remark() { # WORDS
	echo "remark: $1"
}

# The scenario cannot be had on this kernel; tests/run knows the status.
impossible() { # WORDS
	echo "$1"
	exit 77
}

# A network card with a driver that is a module: guest/lib.sh chooses the same.
network=e1000
choose_network() {
	has e1000 && return
	network=vmxnet3
	remark "vmxnet3 stands in for e1000"
}

# Every form in which a recorded file can be had, beside it. Here, and not in the machine: it is
# a hundred times as fast, and a file is read where it was not recorded.
export_all() {
	build/mmiotrace report --format csv "$1" >"${1%.dat}.csv"
	build/mmiotrace report --format mmiotrace "$1" >"${1%.dat}.mmiotrace"
	build/mmiotrace report --format jsonl "$1" >"${1%.dat}.jsonl"
	build/mmiotrace report "$1" >"${1%.dat}.txt"
	trace-cmd report "$1" >"${1%.dat}.trace-cmd" 2>/dev/null
}

# An empty disk image; QEMU writes to it.
disk() {
	truncate --size 64M "$out/$1"
	printf '%s' "$out/$1"
}

# The log that QEMU writes; switched on from inside, see tests/vm/guest/lib.sh.
qemu_log=$out/qemu.log

# Sourced by tests of what the command says of wrong input, here and inside the machine.
# shellcheck shell=bash
checks=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail() {
	echo "FAIL: $*" >&2
	exit 1
}

# expect STATUS PATTERN COMMAND...: one line on standard error that matches, this status.
expect() {
	local want=$1 pattern=$2 status=0 lines
	shift 2
	"$@" >"$scratch"/expect.out 2>"$scratch"/expect.err </dev/null || status=$?
	lines=$(wc -l <"$scratch"/expect.err)
	if [[ $status != "$want" ]] || ! grep -Eq -- "$pattern" "$scratch"/expect.err ||
	   ((lines != 1)); then
		cat "$scratch"/expect.err >&2
		fail "status $status ($want expected), $lines lines, '$pattern' expected: $*"
	fi
	printf 'ok: %s -> %s: %s\n' "$*" "$status" "$(cat "$scratch/expect.err")"
}

# wrong STATUS PATTERN COMMAND...: expect, and neither output nor the file never.dat.
# Counts in $checks.
wrong() {
	expect "$@"
	[[ ! -s $scratch/expect.out ]] || fail "output although it failed: $(head -n 3 "$scratch/expect.out")"
	[[ ! -e never.dat ]] || fail "left a file behind: ${*:3}"
	checks=$((checks + 1))
}

passed() {
	echo "ok: $*"
	checks=$((checks + 1))
}

# in_shell COMMANDLINE: for redirections that belong to the command.
in_shell() {
	bash -c "$1"
}

# The number of checks is written down: one that silently did not run is a failure.
all_ran() {
	((checks == $1)) || fail "$checks checks ran, $1 expected"
	echo "$checks checks"
}

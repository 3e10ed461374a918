# shellcheck shell=bash
# What the tests of register names share.

repository=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")
cd "$repository" || exit 1
tool=build/mmiotrace
out=build/regs
mkdir -p "$out"

# Sample data lies beside the repository, when it is there at all.
data=${MMIOTRACE_DATA-$(realpath -m "$(git rev-parse --git-common-dir 2>/dev/null || echo .git)/../../shared/data")}

failed=0
fail() {
	echo "$1"
	failed=1
}

# Sourced by what runs inside the machine.
# shellcheck shell=bash
set -euo pipefail

repository=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../../..")
out=$(sed -n 's/.*scenario\.out=\([^ ]*\).*/\1/p' /proc/cmdline)

# shellcheck source=tests/expect.sh
source "$repository/tests/expect.sh"

# QEMU logs every access that reaches a device between these two, and none before:
# what the firmware and the kernel did at boot is not in the log.
witness_on() {
	"$repository/tests/vm/monitor" trace-event memory_region_ops_read on
	"$repository/tests/vm/monitor" trace-event memory_region_ops_write on
}

witness_off() {
	"$repository/tests/vm/monitor" trace-event memory_region_ops_read off
	"$repository/tests/vm/monitor" trace-event memory_region_ops_write off
}

# The driver of the network card: see scenario.sh.
network=e1000
modinfo "$network" >/dev/null 2>&1 || network=vmxnet3

# A driver that is built in is given its devices, and they are taken from it.
built_in() { # DRIVER
	[[ $(modinfo -n "$1") == '(builtin)' ]]
}

load_driver() { # DRIVER [DEVICE...]
	local device
	modprobe "$1"
	built_in "$1" || return 0
	for device in "${@:2}"; do
		echo "$device" >"/sys/bus/pci/drivers/$1/bind"
	done
}

unload_driver() { # DRIVER [DEVICE...]
	local device
	if ! built_in "$1"; then
		modprobe -r "$1"
		return
	fi
	for device in "${@:2}"; do
		echo "$device" >"/sys/bus/pci/drivers/$1/unbind"
	done
}

# await COMMAND...: until it succeeds. How long that takes is a matter of the host; what
# never comes is ended by the machine's own limit, and the last words say what it was.
await() {
	local said=$SECONDS
	until "$@"; do
		sleep 0.1
		((SECONDS < said + 10)) || {
			echo "still waiting: $*" >&2
			said=$SECONDS
		}
	done
}

nothing_armed() {
	mmiotrace list >"$out/list.txt"
	grep -q 'armed: 0' "$out/list.txt" || fail "pages are still armed: $(cat "$out/list.txt")"
}

# The slot of the first PCI device with this vendor:device.
slot_of() {
	lspci -D -n -d "$1" | head -n 1 | cut -d' ' -f1
}

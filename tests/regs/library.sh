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

# driver_headers: $headers has those of Linux' drivers, as they are.
headers=$out/headers
driver_headers() {
	local source=/usr/src/linux-source-6.1.tar.xz lock
	[[ -e $source ]] || { echo "no $source: run tools/install-packages"; exit 1; }
	# Two tests may want them at the same time, and may not see half of them.
	exec {lock}>"$headers.lock"
	flock "$lock"
	[[ -e $headers/complete && -e $headers/tg3.h ]] || {
		mkdir -p "$headers"
		tar --extract --xz --file "$source" --directory "$headers" --transform 's:.*/::' \
			linux-source-6.1/drivers/net/ethernet/intel/e1000/e1000_hw.h \
			linux-source-6.1/drivers/net/ethernet/intel/e1000e/regs.h \
			linux-source-6.1/drivers/net/ethernet/intel/e1000e/defines.h \
			linux-source-6.1/drivers/net/ethernet/broadcom/tg3.h \
			linux-source-6.1/drivers/ata/ahci.h linux-source-6.1/include/linux/nvme.h \
			linux-source-6.1/drivers/net/ethernet/intel/igb/e1000_regs.h \
			linux-source-6.1/drivers/net/ethernet/realtek/r8169_main.c \
			linux-source-6.1/drivers/net/wireless/intel/iwlwifi/iwl-csr.h \
			linux-source-6.1/drivers/net/wireless/intel/iwlwifi/iwl-fh.h \
			linux-source-6.1/drivers/mmc/host/sdhci.h linux-source-6.1/drivers/usb/host/xhci.h \
			linux-source-6.1/drivers/gpu/drm/i915/i915_reg.h \
			linux-source-6.1/drivers/gpu/drm/i915/i915_reg_defs.h \
			linux-source-6.1/drivers/gpu/drm/radeon/sid.h \
			linux-source-6.1/include/sound/hda_register.h
		touch "$headers/complete"
	}
	exec {lock}>&-
}

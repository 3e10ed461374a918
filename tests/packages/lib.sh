# Sourced by the tests of the packages: a fresh Debian to install them in, which is a directory.
# shellcheck shell=bash
#
# Nothing is mounted outside of the namespace of the test, and what it changes vanishes with it but
# for build/packages-roots, where what apt has fetched for a test is kept for the next.
set -euo pipefail

repository=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")
cd "$repository"

((EUID == 0)) || { echo "run it as root: it mounts, and installs into directories" >&2; exit 1; }
if [[ ${PACKAGES_NAMESPACE-} != yes ]]; then
	PACKAGES_NAMESPACE=yes exec unshare --mount "$0" "$@"
fi

version=$(<VERSION)
debs=$repository/build/deb
store=$repository/build/packages-roots
out=$repository/build/packages-tests/$(basename "$0")${1:+-$1}
root=$out/root
rm -rf "$out"
mkdir -p "$out" "$store"

fail() {
	echo "$1" >&2
	exit 1
}

# What is made of a release of Debian, and what it has is never changed.
# layer LOWER UPPER MOUNTPOINT
layer() {
	mkdir -p "$2" "$2.work" "$3"
	mount -t overlay -o "lowerdir=$1,upperdir=$2,workdir=$2.work" overlay "$3"
	mount -t proc proc "$3/proc"
	mount -t tmpfs tmpfs "$3/run"
	# Not the host's names of packages, but the host's way to them.
	cp /etc/resolv.conf "$3/etc/resolv.conf" 2>/dev/null || true
}

# inside COMMAND...: in the fresh Debian
inside() {
	chroot "$root" env --ignore-environment LC_ALL=C HOME=/root DEBIAN_FRONTEND=noninteractive INITRD=No \
		PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@" </dev/null
}

packages=(mmiotrace mmiotrace-dkms libmmiotrace0)

copy_debs() {
	mkdir -p "$root/debs"
	cp "$debs"/*_"$version"_*.deb "$root/debs/"
}

# debian RELEASE KERNEL-RELEASE: a fresh Debian with DKMS, and headers of that kernel, in $root
debian() {
	local kept=$store/$1-$2
	tests/vm/root "$1" true
	if [[ ! -e $kept/done ]]; then
		rm -rf "$kept"
		layer "build/vm/roots/$1" "$kept/upper" "$root"
		{
			inside apt-get --quiet=2 update &&
				inside apt-get --quiet=2 --yes --no-install-recommends install \
					dkms "linux-headers-$2" iproute2 iputils-ping &&
				# What ours depend on, and not they.
				touch "$root/etc/dkms/no-autoinstall" && copy_debs &&
				mapfile -t own < <(files "$version") &&
				inside apt-get --quiet=2 --yes --no-install-recommends install "${own[@]}" &&
				inside dpkg --purge "${packages[@]}" &&
				rm -r "$root/etc/dkms/no-autoinstall" "$root/debs"
		} >"$out/apt.log" 2>&1 || { tail "$out/apt.log"; fail "cannot fetch what the packages need"; }
		umount "$root/run" "$root/proc" "$root"
		: >"$kept/done"
	fi
	layer "$kept/upper:build/vm/roots/$1" "$out/upper" "$root"
	copy_debs
}

# files VERSION: their files, as seen from inside
files() {
	local package
	for package in "${packages[@]}"; do
		(cd "$root" && echo debs/"$package"_"$1"_*.deb | sed 's|^|/|')
	done
}

# What of ours is left in the root; the kernel's own header has our name.
ours() {
	find "$root" -xdev -name '*mmiotrace*' -not -path '*/linux-headers-*' -not -path "$root/debs/*" \
		-not -path '*/linux-image-*' -printf '/%P\n'
}

# another VERSION: the packages once more, as that version, which has no other difference
another() {
	local package directory=$out/another deb
	for package in "${packages[@]}"; do
		rm -rf "$directory"
		deb=$(echo "$debs/${package}_${version}"_*.deb)
		dpkg-deb --raw-extract "$deb" "$directory"
		sed --in-place "s/$version/$1/g" "$directory"/DEBIAN/{control,postinst,prerm} 2>/dev/null || true
		rm "$directory/DEBIAN/md5sums"
		if [[ -e $directory/usr/src/mmiotrace-$version ]]; then
			mv "$directory/usr/src/mmiotrace-$version" "$directory/usr/src/mmiotrace-$1"
			sed --in-place "s/$version/$1/" "$directory/usr/src/mmiotrace-$1/dkms.conf"
		fi
		deb=${deb##*/}
		dpkg-deb --root-owner-group -Znone --build "$directory" "$root/debs/${deb/$version/$1}" >/dev/null
	done
	rm -rf "$directory"
}

# SPDX-License-Identifier: GPL-2.0
# Everything that is built or downloaded lands in build/.

VERSION := $(shell cat VERSION)
KDIR ?= /lib/modules/$(shell uname -r)/build
PREFIX ?= /usr/local
CC ?= gcc
CLANG ?= clang

BUILD := build
OBJ := $(BUILD)/obj

OBJCOPY ?= objcopy

# A line for what is made, as the kernel has it: $(call say,CC) before the command. V=1 shows the
# command instead, make -s neither.
silent := $(findstring s,$(firstword -$(MAKEFLAGS)))
say = $(if $(filter 1,$(V)),,@$(if $(silent),,printf '  %-7s %s\n' $(1) $@;))

.PHONY: all tool library module modules other-modules install install-tool install-dkms list-installed uninstall deb dist demo test test-debug test-kernels test-packages bench resets names unit fuzz fuzz-syntax mutants \
	differential lint clean packages

all: tool module

# --- the tool ----------------------------------------------------------------

# Each half names the libraries that it needs.
CLI_PACKAGES := libtracefs libpci libkmod libzstd libdw
LIB_PACKAGES := liblzma libzstd zlib expat
# 3: loops over what each access brings are laid out for it, a twentieth of the time of reports.
CFLAGS ?= -O3 -g
# Functions are inlined across files, a sixth of the time of reports. Of clang: LTO=
LTO ?= -flto=auto
WARNINGS := -Wall -Wextra -Werror
CLI_CFLAGS = -std=gnu11 $(WARNINGS) -D_GNU_SOURCE -Iinclude/uapi -Icli -Ilib \
	     -DMMIOTRACE_VERSION='"$(VERSION)"' \
	     $(shell pkg-config --cflags $(CLI_PACKAGES) $(LIB_PACKAGES))
CLI_LIBS = $(shell pkg-config --libs $(CLI_PACKAGES))
# Sorted: what is linked in another order is another file.
CLI_SOURCES := $(sort $(shell find cli -name '*.c'))
CLI_HEADERS := $(shell find cli -name '*.h')
CLI_OBJECTS := $(patsubst cli/%.c,$(OBJ)/cli/%.o,$(CLI_SOURCES))

tool: $(BUILD)/mmiotrace library

$(BUILD)/mmiotrace: $(CLI_OBJECTS) $(BUILD)/libmmiotrace.a
	@pkg-config --exists $(CLI_PACKAGES) || { \
		echo "libraries are missing: run tools/install-packages build" >&2; exit 1; }
	$(call say,LD)$(CC) $(CFLAGS) $(LTO) $(LDFLAGS) -o $@ $^ $(CLI_LIBS) $(LIB_LIBS)

$(OBJ)/cli/%.o: cli/%.c VERSION Makefile
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(CPPFLAGS) $(CFLAGS) $(LTO) $(CLI_CFLAGS) -MMD -MP -c -o $@ $<

-include $(CLI_OBJECTS:.o=.d)

# --- the library -------------------------------------------------------------

LIB_SOURCES := $(sort $(shell find lib -name '*.c'))
LIB_HEADERS := $(shell find lib -name '*.h')

# The major version of its interface, which is not that of the project.
SONAME := libmmiotrace.so.0
LIB_CFLAGS = -std=gnu11 $(WARNINGS) -D_GNU_SOURCE -fPIC -fvisibility=hidden -Ilib \
	     -DMMIOTRACE_VERSION='"$(VERSION)"' \
	     $(shell pkg-config --cflags $(LIB_PACKAGES))
# libbz2 has no file for pkg-config.
LIB_LIBS = $(shell pkg-config --libs $(LIB_PACKAGES)) -lbz2
LIB_OBJECTS := $(patsubst lib/%.c,$(OBJ)/lib/%.o,$(LIB_SOURCES))

library: $(BUILD)/$(SONAME) $(BUILD)/libmmiotrace.a

$(BUILD)/$(SONAME): $(LIB_OBJECTS) lib/libmmiotrace.map
	@pkg-config --exists $(LIB_PACKAGES) || { \
		echo "libraries are missing: run tools/install-packages build" >&2; exit 1; }
	$(call say,LD)$(CC) $(CFLAGS) $(LTO) $(LDFLAGS) -shared -Wl,-soname,$(SONAME) -Wl,--no-undefined \
		-Wl,--version-script=lib/libmmiotrace.map -o $@ $(LIB_OBJECTS) $(LIB_LIBS)

# One object, in which only the public names are left: the others are short, and
# a program may have the same.
$(BUILD)/libmmiotrace.a: $(LIB_OBJECTS)
	$(call say,LD)$(CC) $(CFLAGS) $(LTO) $(if $(LTO),-flinker-output=nolto-rel) -nostdlib -r -o $(OBJ)/libmmiotrace.o $^
	$(if $(filter 1,$(V)),,@)$(OBJCOPY) --localize-hidden $(OBJ)/libmmiotrace.o
	@rm -f $@
	$(call say,AR)$(AR) rcs $@ $(OBJ)/libmmiotrace.o

$(OBJ)/lib/%.o: lib/%.c Makefile
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(CPPFLAGS) $(CFLAGS) $(LTO) $(LIB_CFLAGS) -MMD -MP -c -o $@ $<

-include $(LIB_OBJECTS:.o=.d)

# --- the module --------------------------------------------------------------

# What the module is made of, as kbuild wants it: $(call module-tree,CP-OPTIONS,DIRECTORY)
define module-tree
	@mkdir -p $(2)/uapi
	@cp $(1) $(CURDIR)/kernel/. $(2)/
	@cp $(1) $(CURDIR)/insn $(2)/
	@cp $(1) $(CURDIR)/include/uapi/. $(2)/uapi/
	@cp $(1) $(CURDIR)/include/mmiotrace $(2)/
endef

# kbuild writes beside the sources, and one source tree serves many kernels: so
# it is given a tree of links, one for each kernel.
RELEASE = $(or $(shell sed -n 's/.*UTS_RELEASE "\(.*\)"/\1/p' \
	$(KDIR)/include/generated/utsrelease.h 2>/dev/null),unknown)
KMOD = $(CURDIR)/$(BUILD)/kmod/$(RELEASE)
KBUILD = $(MAKE) --no-print-directory -C $(KDIR) MMT_VERSION=$(VERSION)

module:
	@if [ -e $(KDIR)/Makefile ]; then \
		$(MAKE) --no-print-directory modules TEST_MODULES=; \
	else \
		echo "module left out: no kernel headers in $(KDIR) (install linux-headers-$$(uname -r), or give KDIR=)"; \
	fi

TEST_MODULES := tests/vm/modules examples/probe

modules:
	$(call module-tree,-rsf,$(KMOD)/src)
	@find $(KMOD)/src -xtype l -delete
	$(KBUILD) M=$(KMOD)/src modules
	@cmp -s $(KMOD)/src/mmiotrace.ko $(KMOD)/mmiotrace.ko || \
		cp $(KMOD)/src/mmiotrace.ko $(KMOD)/
	@for d in $(TEST_MODULES); do \
		$(MAKE) --no-print-directory other-modules FROM=$$d || exit; done

# Modules that use ours: they find the header in src/, and what it exports.
other-modules: TREE = $(KMOD)/$(subst /,-,$(FROM))
other-modules:
	@mkdir -p $(TREE)
	@cp -rsf $(CURDIR)/$(FROM)/. $(TREE)/
	@find $(TREE) -xtype l -delete
	@# Kbuild does not ask whether what they were checked against has changed.
	@! test $(KMOD)/src/Module.symvers -nt $(TREE)/Module.symvers || \
		rm -f $(TREE)/Module.symvers
	$(KBUILD) M=$(TREE) MMIOTRACE_INCLUDE=$(KMOD)/src \
		KBUILD_EXTRA_SYMBOLS=$(KMOD)/src/Module.symvers modules
	@for m in $(TREE)/*.ko; do \
		cmp -s $$m $(KMOD)/$${m##*/} || cp $$m $(KMOD)/; done

# --- installing --------------------------------------------------------------

LIBDIR = $(PREFIX)/lib
MANDIR = $(PREFIX)/share/man
# Where Debian's Python looks for what is in PREFIX.
PYTHON_DIR = $(PREFIX)/lib/$(if $(filter /usr,$(PREFIX)),python3,$(shell \
	/usr/bin/python3 -c 'import sys; print("python%d.%d" % sys.version_info[:2])' || echo python3))/dist-packages
# Rules for registers, a sample module and a sample trace; the documents that manual pages name.
SHARE = $(PREFIX)/share/mmiotrace
DOC = $(PREFIX)/share/doc/mmiotrace
MODULE_DIR = $(DESTDIR)/lib/modules/$(RELEASE)/updates
# Where DKMS looks for the module's source; what is in there is dkms/ and the module's tree.
DKMS_DIR = $(DESTDIR)/usr/src/mmiotrace-$(VERSION)

# $(call into,DIRECTORY,FILE...)
into = $(foreach f,$(2),$(1)/$(notdir $(f)):$(f))

# The one list of what is installed where, PLACE:FILE, but for the module and what is made while it
# is installed. The packages divide it among them (debian/).
INSTALLED = \
	$(PREFIX)/bin/mmiotrace:$(BUILD)/mmiotrace \
	$(call into,$(PREFIX)/include/mmiotrace,include/mmiotrace/probe.h) \
	$(call into,$(PREFIX)/include,lib/libmmiotrace.h) \
	$(call into,$(LIBDIR),$(BUILD)/$(SONAME) $(BUILD)/libmmiotrace.a) \
	$(call into,$(MANDIR)/man1,$(wildcard man/*.1)) \
	$(call into,$(MANDIR)/man3,$(wildcard man/*.3)) \
	$(call into,$(MANDIR)/man4,$(wildcard man/*.4)) \
	$(call into,$(MANDIR)/man5,$(wildcard man/*.5)) \
	$(call into,$(PYTHON_DIR)/mmiotrace,$(wildcard python/mmiotrace/*.py python/mmiotrace/py.typed)) \
	$(call into,$(SHARE)/regs,$(wildcard examples/regs/*.rules)) \
	$(call into,$(SHARE)/probe,$(wildcard examples/probe/*)) \
	$(SHARE)/traces/e1000.dat.xz:tests/golden/e1000.dat.xz \
	$(PREFIX)/share/bash-completion/completions/mmiotrace:completion/mmiotrace.bash \
	$(PREFIX)/share/zsh/site-functions/_mmiotrace:completion/_mmiotrace \
	$(PREFIX)/share/fish/vendor_completions.d/mmiotrace.fish:completion/mmiotrace.fish \
	$(call into,$(DOC),README.md CHANGELOG.md $(wildcard docs/*.md docs/*.json))
INSTALLED_MADE = $(LIBDIR)/libmmiotrace.so $(LIBDIR)/pkgconfig/libmmiotrace.pc

install: all install-tool
	@if [ -e $(KMOD)/mmiotrace.ko ]; then \
		install -D -m 0644 $(KMOD)/mmiotrace.ko $(MODULE_DIR)/mmiotrace.ko; \
		install -m 0644 $(KMOD)/src/Module.symvers $(MODULE_DIR)/mmiotrace.symvers; \
		[ -n "$(DESTDIR)" ] || depmod $(RELEASE); \
	fi

# All but the module.
install-tool: tool
	@set -e; for f in $(INSTALLED); do \
		m=0644; [ ! -x $${f#*:} ] || m=0755; \
		install -D -m $$m $${f#*:} "$(DESTDIR)$${f%%:*}"; done
	ln -sf $(SONAME) $(DESTDIR)$(LIBDIR)/libmmiotrace.so
	install -d $(DESTDIR)$(LIBDIR)/pkgconfig
	sed 's|@PREFIX@|$(PREFIX)|; s|@LIBDIR@|$(LIBDIR)|; s|@VERSION@|$(VERSION)|; s|@PACKAGES@|$(LIB_PACKAGES)|' \
		lib/libmmiotrace.pc.in >$(DESTDIR)$(LIBDIR)/pkgconfig/libmmiotrace.pc
	@[ -n "$(DESTDIR)" ] || ldconfig

# The module as source, for DKMS to build again with each kernel. What is not a package says then:
#   dkms install mmiotrace/VERSION
install-dkms:
	$(call module-tree,-r,$(DKMS_DIR))
	install -m 0755 dkms/check dkms/keep dkms/whole $(DKMS_DIR)/
	sed 's|@VERSION@|$(VERSION)|' dkms/dkms.conf.in >$(DKMS_DIR)/dkms.conf

# Their places, for tests/checks/packages.
list-installed:
	@printf '%s\n' $(foreach f,$(INSTALLED),$(firstword $(subst :, ,$(f)))) $(INSTALLED_MADE)

uninstall:
	rm -f $(foreach f,$(INSTALLED),$(DESTDIR)$(firstword $(subst :, ,$(f)))) \
		$(addprefix $(DESTDIR),$(INSTALLED_MADE))
	rm -rf $(DESTDIR)$(SHARE) $(DESTDIR)$(DOC) $(DKMS_DIR)
	rm -f $(MODULE_DIR)/mmiotrace.ko $(MODULE_DIR)/mmiotrace.symvers
	@[ -n "$(DESTDIR)" ] || depmod $(RELEASE) 2>/dev/null || true

# --- packages ----------------------------------------------------------------

DEB = $(BUILD)/deb
DISTRIBUTION = mmiotrace-$(VERSION)

# Of the source as it is here, built aside.
deb:
	@tools/install-packages build deb
	tools/source-tree $(DEB)/$(DISTRIBUTION)
	cd $(DEB)/$(DISTRIBUTION) && dpkg-buildpackage -us -uc
	lintian --fail-on error,warning $(DEB)/mmiotrace_$(VERSION)_*.changes

# The packages in fresh Debians and virtual machines: tests/packages.
test-packages: deb
	@tools/install-packages build vm kernels
	@tests/packages/run $(TESTS)

# What was committed last, always the same for the same commit.
dist:
	@[ -e .git ] || { echo "make dist: this tree is no git clone, so there is no commit to pack; it came from a tarball itself" >&2; exit 1; }
	@mkdir -p $(BUILD)
	git -c tar.umask=0022 -c core.autocrlf=false archive --prefix=$(DISTRIBUTION)/ HEAD | \
		xz --threads=1 >$(BUILD)/$(DISTRIBUTION).tar.xz.new
	mv $(BUILD)/$(DISTRIBUTION).tar.xz.new $(BUILD)/$(DISTRIBUTION).tar.xz

clean:
	rm -rf $(OBJ) $(BUILD)/kmod $(BUILD)/mmiotrace $(BUILD)/libmmiotrace.*

# --- tests -------------------------------------------------------------------

# The sanitizers see what the eye does not; every unit test runs under both.
TEST_CFLAGS = -std=gnu11 $(WARNINGS) -D_GNU_SOURCE -O1 -g \
	      -fsanitize=address,undefined -fno-sanitize-recover=all \
	      -Iinsn -Icli -Ilib -Iinclude/uapi -Itests/differential \
	      $(shell pkg-config --cflags $(LIB_PACKAGES))

$(BUILD)/witness: $(wildcard tests/witness/*.c) tests/witness/witness.h
	@mkdir -p $(@D)
	$(call say,LD)$(CC) -std=gnu11 $(WARNINGS) $(CFLAGS) -o $@ $(filter %.c,$^)

# Links with the library as a program of others does: only its public names.
$(BUILD)/decode: tests/regs/decode.c $(BUILD)/libmmiotrace.a lib/libmmiotrace.h
	@mkdir -p $(@D)
	$(call say,LD)$(CC) -std=gnu11 $(WARNINGS) -D_GNU_SOURCE $(CFLAGS) -Ilib -o $@ $< $(BUILD)/libmmiotrace.a $(LIB_LIBS)

$(BUILD)/held.so: tests/vm/programs/held.c include/uapi/mmiotrace.h
	@mkdir -p $(@D)
	$(call say,LD)$(CC) -std=gnu11 $(WARNINGS) -D_GNU_SOURCE $(CFLAGS) -Iinclude/uapi -shared -fPIC -o $@ $<

$(BUILD)/sessions: tests/vm/programs/sessions.c include/uapi/mmiotrace.h
	@mkdir -p $(@D)
	$(call say,LD)$(CC) -std=gnu11 $(WARNINGS) -D_GNU_SOURCE $(CFLAGS) -Iinclude/uapi -pthread -o $@ $<

INSN_SOURCES := $(wildcard insn/*.c)

$(BUILD)/unit/insn_%_test: tests/unit/insn_%_test.c $(INSN_SOURCES) $(wildcard insn/*.h tests/unit/*.h)
	@mkdir -p $(@D)
	$(call say,LD)$(CC) $(TEST_CFLAGS) -o $@ $(filter %.c,$^) -lcmocka -lcapstone

# The machinery of the differential test, used by the unit tests, too.
DIFFERENTIAL := $(filter-out %/main.c,$(wildcard tests/differential/*.c))
$(patsubst %,$(BUILD)/unit/insn_%_test,decode exec length processor): $(DIFFERENTIAL) \
	$(wildcard tests/differential/*.h)

$(BUILD)/unit/witness_test: tests/unit/witness_test.c $(filter-out %/main.c,$(wildcard tests/witness/*.c)) tests/witness/witness.h
	@mkdir -p $(@D)
	$(call say,LD)$(CC) $(TEST_CFLAGS) -Itests/witness -o $@ $(filter %.c,$^) -lcmocka

# No vector registers for the compiler: the test looks at them.
$(BUILD)/unit/kernel_copy_test: tests/unit/kernel_copy_test.c kernel/copy.h
	@mkdir -p $(@D)
	$(call say,LD)$(CC) $(TEST_CFLAGS) -mgeneral-regs-only -o $@ $< -lcmocka

# Those of the tool have what they ask for, and make the library themselves, but for what
# it does with texts.
TEST_CLI_OBJECTS := $(patsubst cli/%.c,$(OBJ)/test-cli/%.o,$(CLI_SOURCES))
$(OBJ)/test-cli/%.o: cli/%.c $(CLI_HEADERS) lib/libmmiotrace.h
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(TEST_CFLAGS) $(CLI_CFLAGS) -c -o $@ $<

$(OBJ)/test-cli/cli.a: $(TEST_CLI_OBJECTS)
	@rm -f $@
	$(call say,AR)$(AR) rcs $@ $^

$(BUILD)/unit/cli_%_test: tests/unit/cli_%_test.c $(OBJ)/test-cli/cli.a \
		$(OBJ)/test-lib/writing/escape.o $(OBJ)/test-lib/base/character.o
	@mkdir -p $(@D)
	$(call say,LD)$(CC) $(TEST_CFLAGS) -o $@ $^ -lcmocka

# Reads with the library what the recorder writes.
$(BUILD)/unit/cli_datafile_test: tests/unit/cli_datafile_test.c $(OBJ)/test-cli/cli.a \
		tests/native/native_file.c $(BUILD)/unit/lib.so $(wildcard tests/unit/lib_*.h)
	@mkdir -p $(@D)
	$(call say,LD)$(CC) $(TEST_CFLAGS) -Itests/native -o $@ $(filter %.c %.a %.so,$^) \
		-Wl,-rpath,'$$ORIGIN' -lcmocka -lzstd

# Those of the library have all of it, linked once: they need not be linked again when
# it changes.
TEST_LIB_OBJECTS := $(patsubst lib/%.c,$(OBJ)/test-lib/%.o,$(LIB_SOURCES))
$(OBJ)/test-lib/%.o: lib/%.c $(LIB_HEADERS)
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(TEST_CFLAGS) -fPIC -c -o $@ $<

$(BUILD)/unit/lib.so: $(TEST_LIB_OBJECTS)
	@mkdir -p $(@D)
	$(call say,LD)$(CC) $(TEST_CFLAGS) -shared -o $@ $^ $(LIB_LIBS)

$(BUILD)/unit/lib_native_test $(BUILD)/unit/lib_packed_test: tests/native/native_file.c tests/native/native_file.h
$(BUILD)/unit/lib_%_test: tests/unit/lib_%_test.c $(LIB_HEADERS) $(wildcard tests/unit/lib_*.h) | $(BUILD)/unit/lib.so
	@mkdir -p $(@D)
	$(call say,LD)$(CC) $(TEST_CFLAGS) -Itests/native -o $@ $(filter %.c,$^) $(BUILD)/unit/lib.so \
		-Wl,-rpath,'$$ORIGIN' -lcmocka $(LIB_LIBS)

UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/*_test.c))

unit: $(UNIT_TESTS)

# Emulator against processor; the unit tests have a short run of the same. More:
#   build/differential --count=100000000 --jobs=2
differential: $(BUILD)/differential
	$<

$(BUILD)/differential: $(DIFFERENTIAL) tests/differential/main.c $(INSN_SOURCES) $(wildcard insn/*.h tests/differential/*.h)
	@mkdir -p $(@D)
	$(call say,LD)$(CC) -std=gnu11 $(WARNINGS) -D_GNU_SOURCE $(CFLAGS) -Iinsn -o $@ $(filter %.c,$^)

# What a fresh machine lacks is installed first; build/packages remembers that
# it was, and goes out of date with the list.
$(BUILD)/packages: tools/install-packages
	@mkdir -p $(@D)
	tools/install-packages
	@touch $@

packages: $(BUILD)/packages

test: packages
	@$(MAKE) --no-print-directory -s -j$$(nproc) tool unit $(BUILD)/witness $(BUILD)/sessions \
		$(BUILD)/held.so $(BUILD)/decode $(BUILD)/generate
	@tests/run $(TESTS)

# The same machines on a kernel with KASAN, lockdep and the like. It is built once.
test-debug: packages
	@tools/install-packages debug
	@$(MAKE) --no-print-directory -s tool $(BUILD)/witness $(BUILD)/sessions $(BUILD)/held.so
	@tests/vm/kernels prepare 6.1-debug >/dev/null
	@tests/run --kernel 6.1-debug $(TESTS)

# Every scenario on every kernel, or some on some; docs/kernels.md and README.md have the tables.
#   make test-kernels KERNELS='7.3 6.1-rt' SCENARIOS='attach drivers'
test-kernels: packages
	@tools/install-packages kernels
	@$(MAKE) --no-print-directory -s tool $(BUILD)/witness $(BUILD)/sessions $(BUILD)/held.so
	@tests/kernels run $(if $(KERNELS),--kernels '$(KERNELS)') $(if $(SCENARIOS),--scenarios '$(SCENARIOS)')

demo:
	@tools/install-packages build vm
	@$(MAKE) --no-print-directory -s tool
	@tests/demo/run

bench: packages
	@$(MAKE) --no-print-directory -s tool $(BUILD)/sessions
	@bench/run
	@bench/reading
	@bench/regs
	@bench/diff

# How many names are right, of the drivers of Linux; not a part of bench, which is about time.
names: tool
	@bench/names

# Traces of any length, always the same for the same length.
$(BUILD)/generate: bench/generate.c bench/native.c bench/generate.h
	@mkdir -p $(@D)
	$(call say,LD)$(CC) -std=gnu11 $(WARNINGS) -D_GNU_SOURCE $(CFLAGS) -o $@ $(filter %.c,$^)

# A machine that is reset while it records, again and again:
#   make resets COUNT=100
resets: packages
	@tests/vm/scenarios/reset 6.1 $(or $(COUNT),100)

# Small faults, one at a time: which does no quick test notice? More of them:
#   tests/mutants --seed 2 --count 200
mutants: packages
	@tests/mutants

# One after the other, SECONDS each. The corpus is kept in build/ between runs.
FUZZ := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/*_fuzz.c))

fuzz: $(FUZZ)
	@for f in $(FUZZ); do \
		mkdir -p $$f.corpus; c=tests/fuzz/$$(basename $$f _fuzz).corpus; \
		[ ! -e $$c ] || tests/fuzz/corpus unpack $$c $$f.corpus; \
		case $$f in */insn_*) l=192;; */lib_native_*) l=16384;; *) l=4096;; esac; \
		d=tests/fuzz/$$(basename $$f _fuzz).dict; \
		ASAN_OPTIONS=detect_stack_use_after_return=1 $$f -max_len=$$l $$([ ! -e $$d ] || echo -dict=$$d) -max_total_time=$(or $(SECONDS),60) -print_final_stats=1 \
			$$f.corpus || exit; done

# Those of the library have all of it.
FUZZ_CFLAGS = -std=gnu11 $(WARNINGS) -D_GNU_SOURCE -g -O1 -fno-sanitize-recover=undefined \
	      -Ilib -Itests/native $(shell pkg-config --cflags $(LIB_PACKAGES))
FUZZ_LIB_OBJECTS := $(patsubst lib/%.c,$(OBJ)/fuzz-lib/%.o,$(LIB_SOURCES))
$(OBJ)/fuzz-lib/%.o: lib/%.c $(LIB_HEADERS)
	@mkdir -p $(@D)
	$(call say,CC)$(CLANG) $(FUZZ_CFLAGS) -fsanitize=fuzzer-no-link,address,undefined -c -o $@ $<

$(BUILD)/fuzz/lib_native_fuzz: tests/native/native_file.c tests/native/native_file.h
$(BUILD)/fuzz/lib_%_fuzz: tests/fuzz/lib_%_fuzz.c $(FUZZ_LIB_OBJECTS) $(wildcard tests/fuzz/*.h)
	@mkdir -p $(@D)
	$(call say,LD)$(CLANG) $(FUZZ_CFLAGS) -fsanitize=fuzzer,address,undefined -o $@ \
		$(filter %.c %.o,$^) $(LIB_LIBS)

# Whether they compile, in seconds: the tests build none of them.
fuzz-syntax:
	@for f in $(wildcard tests/fuzz/*_fuzz.c); do \
		$(CLANG) $(FUZZ_CFLAGS) -Iinsn -Itests/unit -fsyntax-only $$f || exit; done

$(BUILD)/fuzz/insn_%_fuzz: tests/fuzz/insn_%_fuzz.c $(INSN_SOURCES) $(wildcard insn/*.h) tests/unit/insn_capstone.h tests/fuzz/require.h
	@mkdir -p $(@D)
	$(call say,LD)$(CLANG) -std=gnu11 $(WARNINGS) -g -O1 -fsanitize=fuzzer,address,undefined \
		-fno-sanitize-recover=undefined -Iinsn -Itests/unit -o $@ $(filter %.c,$^) -lcapstone

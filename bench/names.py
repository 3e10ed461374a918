#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""How many registers have the names that their drivers use.

names.py DRIVERS SOURCE TOOL OUT [NAME...]

DRIVERS says of each driver where its source is and which functions take an offset.
Each expression that stands in that place and has exactly one constant of the driver is
evaluated by the C compiler, with 0 for each variable. The trace that is made of these offsets is
shown by TOOL, with the headers alone and with the whole source. Of the library nothing is used.
"""
import os
import re
import subprocess
import sys

IDENT = re.compile(r'[A-Za-z_]\w*')
PRELUDE = r'''
#include <stdio.h>
#include <stdlib.h>
#include <stdint.h>
#include <stdbool.h>
typedef uint8_t u8; typedef uint16_t u16; typedef uint32_t u32; typedef uint64_t u64;
typedef int8_t s8; typedef int16_t s16; typedef int32_t s32; typedef int64_t s64;
typedef struct { u32 reg; } i915_reg_t;
typedef struct { u32 reg; } i915_mcr_reg_t;
static volatile unsigned int VARIABLE;
static inline unsigned long long plain(unsigned long long x) { return x; }
static inline unsigned long long wrapped(i915_reg_t x) { return x.reg; }
static inline unsigned long long wrapped_mcr(i915_mcr_reg_t x) { return x.reg; }
#define VALUE(x) _Generic((x), i915_reg_t: wrapped, i915_mcr_reg_t: wrapped_mcr, default: plain)(x)
#define __iomem
#define _UL(x) x##UL
#define BIT(n) (1UL << (n))
#define BIT_ULL(n) (1ULL << (n))
#define GENMASK(h, l) (((~0UL) << (l)) & (~0UL >> (63 - (h))))
#define GENMASK_ULL GENMASK
#define __BIT BIT
'''


def clean(text):
    """Without comments and strings; lines stay lines."""
    def blank(match):
        word = match.group(0)
        return '""' if word[0] == '"' else ' ' + '\n' * word.count('\n')
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', blank, text, flags=re.S)


def files_of(root, words):
    for word in words:
        path = os.path.join(root, word)
        if os.path.isdir(path):
            for folder, _, names in sorted(os.walk(path)):
                for name in sorted(names):
                    if name.endswith(('.c', '.h')):
                        yield os.path.join(folder, name)
        else:
            yield path


def without_functions(text):
    """A file as a header would have it: declared, what its functions do left out."""
    def blank(match):
        return re.sub(r'[^\n]', ' ', match.group(0))
    bare = re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', blank, text, flags=re.S)
    bare = re.sub(r'^[ \t]*#(?:\\\r?\n|[^\n])*', blank, bare, flags=re.M)
    out, at = '', 0
    for match in re.finditer(r'\)\s*(\{)', bare):
        if match.start() >= at and bare.count('{', at, match.start()) == bare.count('}', at, match.start()):
            out += text[at:match.start(1)] + ';'
            depth, at = 1, match.end()
            while depth and at < len(bare):
                depth += (bare[at] == '{') - (bare[at] == '}')
                at += 1
    return out + text[at:]


def directives(text):
    """Each #define, as NAME and its text."""
    for match in re.finditer(r'^[ \t]*#[ \t]*define[ \t]+(\w+)((?:\\\r?\n|[^\n])*)', text, re.M):
        yield match.group(1), match.group(2).replace('\\\r\n', ' ').replace('\\\n', ' ')


def enums(text):
    for match in re.finditer(r'\benum\b[^{};()]*\{([^{}]*)\}', text):
        yield re.sub(r'^[ \t]*#[^\n]*', '', match.group(1), flags=re.M)


def split_arguments(text, at, most=4000):
    """Arguments of a call whose parenthesis is at @at, and where it ends."""
    depth, start, found = 0, at + 1, []
    for i in range(at, min(len(text), at + most)):
        c = text[i]
        if c in '([{':
            depth += 1
        elif c in ')]}':
            depth -= 1
            if not depth:
                found.append(text[start:i].strip())
                return found, i + 1
        elif c == ',' and depth == 1:
            found.append(text[start:i].strip())
            start = i + 1
    return [], at + 1


def members(body):
    """The constants of an enum, each as an enum of its own: one may be impossible to evaluate."""
    previous, made = None, []
    for piece in split_arguments('(' + ' '.join(body.split()) + ')', 0, 1 << 20)[0]:
        name, _, value = piece.partition('=')
        name = name.strip()
        if not re.fullmatch(r'[A-Za-z_]\w*', name):
            continue
        if not value:
            value = f'{previous} + 1' if previous else '0'
        made.append(f'enum {{ {name} = {value} }};')
        previous = name
    return made


class Driver:
    def __init__(self, line, root):
        part = [p.strip() for p in line.split('|')]
        self.name, self.source, self.headers = part[0], part[1].split(), part[2].split()
        self.unit = int(part[4]) if len(part) > 4 else 1
        self.access = []
        for word in part[3].split():
            piece = (word.split(':') + ['', ''])[:3]
            self.access.append((re.compile(r'\b' + piece[0].replace('*', r'\w*') + r'\s*\('),
                                int(piece[1] or 0), piece[2], piece[0]))
        self.root = root
        self.files = list(files_of(root, self.source))
        self.text = {}
        for path in self.files:
            with open(path, encoding='utf-8', errors='replace') as file:
                self.text[path] = clean(file.read())
            for _, _, prefix, _ in self.access:
                # The constants are addresses: that of the registers is 0.
                if prefix.startswith('@'):
                    self.text[path] = re.sub(r'(?:(?:\(\w+\)|\w+)\s*(?:->|\.)\s*)*\b' + prefix[1:] + r'\b(?!\s*[=;,])',
                                             '0', self.text[path])
        self.macros, self.constants, self.enum = {}, {}, []
        self.defined = {}
        # Headers first, those that are given alone before others.
        order = sorted(self.files, key=lambda p: (p.endswith('.c'),
                                                  os.path.basename(p) not in self.headers))
        for path in order:
            base = os.path.basename(path)
            for name, body in directives(self.text[path]):
                self.defined.setdefault(name, set()).add(base)
                if name in self.macros or name in self.constants:
                    continue
                (self.macros if body.startswith('(') else self.constants)[name] = body
            for body in enums(self.text[path]):
                names = re.findall(r'(?:^|,)\s*([A-Za-z_]\w*)', body)
                for n in names:
                    self.defined.setdefault(n, set()).add(base)
                if any(n in self.constants for n in names):
                    continue
                self.enum.append(body)
                for n in names:
                    self.constants[n] = None

    def term(self, text, inside=False):
        """Name and expression when there is one constant in it, else None."""
        text = re.sub(r'\(\s*(?:const\s+|unsigned\s+|struct\s+)*\w+\s*(?:__iomem\s*)?\*+\s*\)', '', text)
        out, names, i = '', [], 0
        while i < len(text):
            match = IDENT.match(text, i)
            if text[i].isdigit():
                number = re.compile(r'\w+').match(text, i)
                out += number.group(0)
                i = number.end()
                continue
            if not match:
                if text[i] in '"\'?:{};&':
                    return None
                out += text[i]
                i += 1
                continue
            word, i = match.group(0), match.end()
            tail = re.compile(r'\s*(->|\.|\[|\()').match(text, i)
            if word in self.macros and tail and tail.group(1) == '(':
                arguments, i = split_arguments(text, tail.end() - 1)
                made, within = [], []
                for argument in arguments:
                    inner = self.term(argument, True)
                    if inner is None:
                        return None
                    made.append(inner[1] or '0')
                    within += inner[0]
                # PORT_REG(port, STATUS) may be called STATUS.
                names.append((word, *within))
                out += word + '(' + ','.join(made) + ')'
                continue
            if word in self.constants and not (tail and tail.group(1) != '['):
                names.append(word)
                out += word
                continue
            if tail and tail.group(1) == '(':
                if re.fullmatch(r'sizeof|min|max|BIT|GENMASK', word):
                    return None
                _, i = split_arguments(text, tail.end() - 1)
            while True:
                tail = re.compile(r'\s*(?:->|\.)\s*\w+').match(text, i)
                if tail:
                    i = tail.end()
                    continue
                tail = re.compile(r'\s*\[').match(text, i)
                if not tail:
                    break
                _, i = split_arguments(text, tail.end() - 1)
            out += 'VARIABLE' if inside else '0'
        return names, out

    def aliases(self, name):
        """What a constant is made of and nothing else: #define A B, or #define A REG(b) that is CHIP_##b##_OFFSET."""
        body = (self.constants.get(name) or '').strip()
        if re.fullmatch(r'\w+', body):
            made = body
        else:
            call = re.fullmatch(r'(\w+)\((\w+)\)', body)
            paste = call and re.fullmatch(r'\((\w+)\)\s*\(?\s*(\w*?)\s*##\s*\1(?:\s*##\s*(\w+))?\s*(?:/\s*sizeof\s*\(\w+\))?\s*\)?\s*',
                                          self.macros.get(call.group(1), ''))
            made = paste and paste.group(2) + call.group(2) + (paste.group(3) or '')
        return [made] + self.aliases(made) if made in self.constants and made != name else []

    def uses(self):
        found = {}
        for path in self.files:
            if not path.endswith('.c') and len(self.files) > 1:
                continue
            text = re.sub(r'^[ \t]*#[ \t]*define(?:\\\r?\n|[^\n])*', '', self.text[path], flags=re.M)
            for pattern, which, prefix, function in self.access:
                for match in pattern.finditer(text):
                    arguments, _ = split_arguments(text, match.end() - 1)
                    if which >= len(arguments) or not arguments[which]:
                        continue
                    argument = arguments[which]
                    if prefix.startswith('~'):
                        # An address: only what is added to the beginning of the registers, or to what lies behind it.
                        base, _, behind = prefix[1:].partition('+')
                        if not re.search(r'\b' + base + r'\b', argument):
                            continue
                        argument += f' + {behind}' if behind else ''
                    elif prefix.startswith('@'):
                        pass
                    elif prefix.startswith('='):
                        argument = f'{prefix[1:]}({argument})'
                    elif prefix.endswith('('):
                        inner = re.search(re.escape(prefix) + r'\w+\)', argument)
                        if not inner:
                            continue
                        argument = inner.group(0)
                    else:
                        argument = prefix + argument
                    term = self.term(argument)
                    if not term or len(term[0]) != 1:
                        continue
                    width = re.search(r'(8|16|32|64)|([bwlq])(?:fl)?(?:_p)?$', function)
                    bytes_ = 4
                    if width and width.group(1):
                        bytes_ = int(width.group(1)) // 8
                    elif width:
                        bytes_ = {'b': 1, 'w': 2, 'l': 4, 'q': 8}[width.group(2)]
                    names = term[0][0] if isinstance(term[0][0], tuple) else (term[0][0],)
                    found.setdefault((names, term[1]), bytes_)
        return found

    def evaluate(self, out):
        """{offset: ({names}, width)}, as the compiler says."""
        uses = sorted(self.uses().items(), key=str)
        path, program = os.path.join(out, 'evaluate.c'), os.path.join(out, 'evaluate')
        head = PRELUDE.splitlines()
        known = set(re.findall(r'#define (\w+)', PRELUDE))
        # One of an enum of the driver may be called as one of the C library.
        for name, body in list(self.macros.items()) + list(self.constants.items()):
            if body is not None and name not in known:
                head += [f'#undef {name}', f'#define {name}{body}']
        for body in self.enum:
            head += members(body)
        # What a variable moves byte by byte is an address, and no index: that offset is not known.
        lines = [f'printf("\\n{i} "); fflush(stdout); VARIABLE = 0; unsigned long long at = VALUE({expression}); VARIABLE = 1; '
                 f'if (VALUE({expression}) != at + 1) printf("%llx", at);'
                 for i, ((_, expression), _) in enumerate(uses)]
        dropped = set()
        while True:
            body = [f'static void f{i}(void) {{ {line} }}' if i not in dropped else ''
                    for i, line in enumerate(lines)]
            calls = 'int from = atoi(v[1]); ' + ' '.join(
                f'if ({i} >= from) f{i}();' for i in range(len(lines)) if i not in dropped)
            with open(path, 'w', encoding='utf-8') as file:
                file.write('\n'.join(head + body + [f'int main(int n, char **v) {{ {calls} return 0; }}']) + '\n')
            run = subprocess.run(['gcc', '-std=gnu11', '-w', '-fmax-errors=0', '-O0', '-o', program, path],
                                 capture_output=True, text=True, check=False)
            if not run.returncode:
                break
            bad = {int(n) - 1 for n in re.findall(r'evaluate\.c:(\d+):', run.stderr)}
            first = {n for n in bad if n < len(head) and head[n].startswith('enum')}
            # What is wrong may only follow from an enum that is: first those.
            for n in first:
                head[n] = ''
            before = len(dropped)
            if not first:
                dropped |= {n - len(head) for n in bad if n >= len(head)}
                # Or it is in a macro, and the function is only named.
                dropped |= {int(n) for n in re.findall(r'In function .f(\d+)', run.stderr)}
            if not first and len(dropped) == before:
                sys.exit(f'{self.name}: {run.stderr[:600]}')
        text, start = '', 0
        while start is not None:
            # What divides by a variable that is 0 ends it; the next ones are still to come.
            run = subprocess.run([program, str(start)], capture_output=True, text=True, check=False)
            text += run.stdout + '\n'
            start = int(run.stdout.split('\n')[-1].split()[0]) + 1 if run.returncode else None
        offsets = {}
        for line in text.splitlines():
            if len(line.split()) != 2:
                continue
            i, value = line.split()
            offset = int(value, 16) * self.unit
            if offset >= 16 << 20:
                continue
            (names, expression), width = uses[int(i)]
            entry = offsets.setdefault(offset, [set(), width, set()])
            flat = set()
            for name in names:
                flat |= set(name) if isinstance(name, tuple) else {name}
            for name in list(flat):
                flat |= set(self.aliases(name))
            entry[0] |= flat
            # CONSTANT + 4: NAME+0x4 is its name as well.
            if re.sub(r'VARIABLE|[0 +()]', '', expression) not in flat:
                entry[2] |= flat
        return offsets


def plain(name):
    name = name.replace('_REG_', '_')
    for end in ('_REG', '_OFFSET', '_OFF', '_REGISTER'):
        if name.endswith(end):
            return name[:-len(end)]
    return name


def is_right(shown, names):
    shown = re.sub(r'\[[^]]*\]', '', shown)
    shown = shown.split('.')[-1]
    for name in names:
        for own in (name, plain(name)):
            if own == shown or own.endswith('_' + shown) or (own.endswith(shown) and len(shown) > 5):
                return True
    return False


def look_up(driver, offsets, regs, tool, out):
    log = os.path.join(out, 'log')
    with open(log, 'w', encoding='utf-8') as file:
        file.write('VERSION 20070824\n')
        file.write(f'PCIDEV 0100 12345678 10 f0000000 0 0 0 0 0 0 1000000 0 0 0 0 0 0 {driver.name}\n')
        file.write('MAP 1.000000 1 0xf0000000 0xffffc90000000000 0x1000000 0x0 0\n')
        for n, (offset, (_, width, _)) in enumerate(sorted(offsets.items())):
            while offset % width:
                width //= 2
            file.write(f'R {width} 2.{n:06d} 1 0x{0xf0000000 + offset:x} 0x0 0x0 0\n')
    command = [tool, 'report', '--expand', '--color=never']
    for path in regs:
        command += ['--regs', path]
    run = subprocess.run(command + [log], capture_output=True, text=True, check=False)
    shown = {}
    for line in run.stdout.splitlines():
        match = re.search(r'BAR0\+0x([0-9a-f]+)\s+R\d\s+0x[0-9a-f]+(?:\s+(\S+) =>)?', line)
        if match:
            shown[int(match.group(1), 16)] = match.group(2)
    result = {'right': [], 'another': [], 'none': []}
    for offset, (names, _, sums) in sorted(offsets.items()):
        name = shown.get(offset)
        kind = 'none' if not name else \
            'right' if is_right(name, names) or ('+' in name and is_right(name.split('+')[0], sums)) else 'another'
        result[kind].append((offset, name, sorted(names)))
    return result


def given_alone(driver, out):
    """The headers; a C file is one without what its functions do."""
    headers = []
    for path in (p for h in driver.headers for p in driver.files if os.path.basename(p) == h):
        if path.endswith('.c'):
            with open(path, encoding='utf-8', errors='replace') as file:
                text = without_functions(file.read())
            path = os.path.join(out, os.path.basename(path))
            with open(path, 'w', encoding='utf-8') as file:
                file.write(text)
        headers.append(path)
    return headers


def main():
    table, root, tool, out = sys.argv[1:5]
    wanted = sys.argv[5:]
    os.makedirs(out, exist_ok=True)
    total = {}
    print(f'{"driver":<16}{"offsets":>8}   headers: right another none   with the source: right another none')
    details = open(os.path.join(out, 'details'), 'w', encoding='utf-8')
    for line in open(table, encoding='utf-8'):
        if line.startswith('#') or not line.strip():
            continue
        if wanted and line.split('|')[0].strip() not in wanted:
            continue
        driver = Driver(line, root)
        offsets = driver.evaluate(out)
        headers = given_alone(driver, out)
        row = f'{driver.name:<16}{len(offsets):>8}'
        if driver.headers == ['-']:
            row += ' ' * 27
        for way, regs in (('headers', headers), ('source', [os.path.join(root, s) for s in driver.source])):
            if way == 'headers' and driver.headers == ['-']:
                continue
            asked = offsets
            if way == 'headers':
                # What a header does not have it cannot name.
                given = set(driver.headers)
                asked = {}
                for offset, (names, width, sums) in offsets.items():
                    own = {n for n in names if driver.defined.get(n, set()) & given}
                    if own:
                        asked[offset] = (own, width, sums)
            result = look_up(driver, asked, regs, tool, out)
            for kind in ('right', 'another', 'none'):
                total[way, kind] = total.get((way, kind), 0) + len(result[kind])
                for offset, shown, names in result[kind] if kind != 'right' else []:
                    print(f'{driver.name} {way} {kind} {offset:#x} {shown} {",".join(names)}', file=details)
            n = max(1, len(asked))
            row += '   ' + ''.join(f'{100 * len(result[k]) / n:>8.1f}' for k in ('right', 'another', 'none'))
        print(row, flush=True)
    row = f'{"all":<16}' + ' ' * 8
    for way in ('headers', 'source'):
        n = sum(total.get((way, k), 0) for k in ('right', 'another', 'none'))
        row += '   ' + ''.join(f'{100 * total.get((way, k), 0) / max(1, n):>8.1f}' for k in ('right', 'another', 'none'))
        row += f' of {n}'
    print(row)


main()

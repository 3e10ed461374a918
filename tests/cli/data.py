# What tests/cli/data does in Python: data.py DOCS FILE.jsonl..., each with its FILE.csv.
import csv
import json
import re
import sys

import jsonschema

EVERY = 40  # of lines that look alike, one in so many is validated
csv.field_size_limit(1 << 30)


def resolve(schema, part):
    """A part of the schema without $ref."""
    while "$ref" in part:
        target = schema
        for step in part["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        part = target
    return part


def kinds_of(schema):
    """Properties by the name of the kind of line."""
    return {
        ref["$ref"].rsplit("/", 1)[1]: {
            name: resolve(schema, part)
            for name, part in resolve(schema, ref)["properties"].items()
        }
        for ref in schema["anyOf"]
    }


def type_in_words(part):
    """The type as the table has it, and whether it may be null."""
    if "enum" in part:
        return "string", "no"
    types = part["type"] if isinstance(part["type"], list) else [part["type"]]
    name = types[0]
    if name == "array":
        name += " of " + part["items"]["type"]
    return name, "yes" if "null" in types else "no"


def check_tables(page, kinds):
    """The tables of the page and the schema say the same."""
    report, stat = page.split("## Lines of stat")
    stat, diff = stat.split("## Lines of diff")
    diff = diff.split("## For example")[0]
    accesses = ("access", "unknown", "map", "unmap", "lost", "text")
    wanted = {"report": {}, "stat": {}, "diff": {}}
    for kind in accesses:
        for name, part in kinds[kind].items():
            wanted["report"].setdefault(name, (*type_in_words(part), set()))[2].add(kind)
    for name, part in kinds["stat"].items():
        wanted["stat"][name] = type_in_words(part)
    for kind in ("finding", "phase", "summary"):
        for name, part in kinds[kind].items():
            # Of one name in both kinds, such as value, there are two rows.
            wanted["diff"].setdefault((name, type_in_words(part)), set()).add(kind)
    found = {"report": {}, "stat": {}, "diff": {}}
    for line in re.findall(r"^\| `.*$", report, re.M):
        name, kind, null, of = [cell.strip(" `") for cell in line.split("|")[1:5]]
        if of == "all":
            of = set(accesses)
        elif of == "all but lost":
            of = set(accesses) - {"lost"}
        else:
            of = set(of.replace("mark, note", "text").split(", "))
        found["report"][name] = (kind, null, of)
    for line in re.findall(r"^\| `.*$", stat, re.M):
        name, kind, null = [cell.strip(" `") for cell in line.split("|")[1:4]]
        found["stat"][name] = (kind, null)
    for line in re.findall(r"^\| `.*$", diff, re.M):
        name, kind, null, of = [cell.strip(" `") for cell in line.split("|")[1:5]]
        found["diff"][name, (kind, null)] = set(of.split(", "))
    assert found == wanted, "docs/data.md and the schema differ: " + repr(
        [(t, n) for t in found for n in found[t].keys() | wanted[t].keys()
         if found[t].get(n) != wanted[t].get(n)])


def from_csv(cell, part):
    """What a field of CSV is in JSON."""
    types = part["type"] if "type" in part else "string"
    types = types if isinstance(types, list) else [types]
    if cell == "" and "null" in types:
        return None
    return cell if types[0] == "string" else json.loads(cell)


def no_twins(pairs):
    """No object may have two members of one name."""
    assert len(dict(pairs)) == len(pairs), f"twice in one object: {pairs}"
    return dict(pairs)


def check_file(name, schema, kinds):
    """Returns how many lines were compared."""
    validator = jsonschema.Draft202012Validator(schema)
    of_operation = {
        operation: kind for kind, parts in kinds.items()
        if kind not in ("stat", "finding", "phase", "summary")
        for operation in parts["operation"]["enum"]
    }
    seen = {}
    with open(name, newline="\n") as file:
        records = [json.loads(line, object_pairs_hook=no_twins) for line in file]
    with open(name.removesuffix("jsonl") + "csv", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert len(records) == len(rows), f"{name}: {len(records)} lines, {len(rows)} in csv"
    for number, (record, row) in enumerate(zip(records, rows), 1):
        shape = tuple((k, type(v).__name__) for k, v in record.items())
        seen[shape] = seen.get(shape, 0) + 1
        if seen[shape] % EVERY == 1:
            error = next(validator.iter_errors(record), None)
            assert not error, f"{name}:{number}: {error.message}"
        kind = kinds[of_operation[record["operation"]] if "operation" in record else "stat"]
        assert None not in row and None not in row.values(), f"{name}:{number}: columns"
        for member, cell in row.items():
            if member not in kind:
                assert cell == "", f"{name}:{number}: {member} in csv alone"
                continue
            wanted = record[member]
            got = from_csv(cell, kind[member])
            assert got == wanted and type(got) is type(wanted), \
                f"{name}:{number}: {member}: {got!r} in csv, {wanted!r} in jsonl"
        assert record.keys() <= row.keys(), f"{name}:{number}: not in csv"
        for hexed in ("value", "address", "first", "last"):
            if record.get(hexed) is not None and hexed + "_hex" in record:
                assert int(record[hexed + "_hex"], 16) == record[hexed], f"{name}:{number}"
    return len(records)


def check_findings(name, schema):
    """Lines of diff, all of which are few. Returns how many there were."""
    validator = jsonschema.Draft202012Validator(schema)
    with open(name, newline="\n") as file:
        records = [json.loads(line, object_pairs_hook=no_twins) for line in file]
    for number, record in enumerate(records, 1):
        error = next(validator.iter_errors(record), None)
        assert not error, f"{name}:{number}: {error.message}"
        assert (record["finding"] == "summary") == (number == len(records)), f"{name}:{number}"
        for side in ("a", "b"):
            if record.get(side) and record[side]["value"] is not None:
                assert int(record[side]["value_hex"], 16) == record[side]["value"], f"{name}:{number}"
    total = records[-1]
    assert total["union"] == sum(total[member] for member in (
        "same", "value", "missing", "surplus", "moved", "excepted", "varying", "addresses")), \
        f"{name}: union"
    for kind in ("value", "missing", "surplus", "moved"):
        assert total[kind] == sum(one["count"] for one in records if one["finding"] == kind), \
            f"{name}: {kind}"
    phases = [one for one in records if one["finding"] == "phase"]
    for kind in ("same", "value", "missing", "surplus", "moved"):
        assert not phases or total[kind] == sum(one[kind] for one in phases), f"{name}: {kind} in phases"
    return len(records)


def main():
    docs, *files = sys.argv[1:]
    with open(docs + "/data.schema.json") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    kinds = kinds_of(schema)
    with open(docs + "/data.md") as file:
        check_tables(file.read(), kinds)
    lines = sum(check_findings(name, schema) if name.endswith("-diff.jsonl") else
                check_file(name, schema, kinds) for name in files)
    assert lines > 1000, f"only {lines} lines"
    print(f"{lines} lines")


main()

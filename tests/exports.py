"""Reads exports as other programs do, and prints what each of them sees as JSON.

Usage: exports.py FOLDER
FOLDER has answers.csv, answers.json and answers.parquet of one job, and stats and tally in the same formats.
"""

import csv
import json
import pathlib
import sys

import duckdb
import pandas


def plain(value):
    """A value as JSON has it; what is missing is null in all programs."""
    if value is None or value is pandas.NaT or value != value:
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def by_duckdb(file):
    table = duckdb.sql(f"from '{file}'")
    types = dict(zip(table.columns, map(str, table.types)))
    return {"types": types, "rows": [list(map(plain, row)) for row in table.fetchall()]}


def by_pandas(file):
    times = [name for name in ("submitted", "accepted", "time") if file.stem != "stats"]
    if file.suffix == ".csv":
        columns = pandas.read_csv(file, nrows=0).columns
        frame = pandas.read_csv(file, parse_dates=[name for name in times if name in columns])
    else:
        frame = pandas.read_json(file, convert_dates=times, precise_float=True)
    types = {name: str(kind) for name, kind in frame.dtypes.items()}
    rows = [list(map(plain, row)) for row in frame.itertuples(index=False)]
    return {"types": types, "rows": rows}


def by_csv(file):
    with file.open(newline="", encoding="utf-8") as lines:
        header, *rows = csv.reader(lines, strict=True)
    assert all(len(row) == len(header) for row in rows), "rows of different lengths"
    return {"types": dict.fromkeys(header, "text"), "rows": rows}


def main(folder):
    duckdb.sql("set timezone = 'UTC'")
    seen = {}
    for file in sorted(pathlib.Path(folder).iterdir()):
        readers = {".csv": [by_duckdb, by_pandas, by_csv], ".json": [by_duckdb, by_pandas]}
        for reader in readers.get(file.suffix, [by_duckdb]):
            seen[f"{file.name} {reader.__name__}"] = reader(file)
    json.dump(seen, sys.stdout)


if len(sys.argv) == 2:
    main(sys.argv[1])
else:
    # A query over the partitions of a table, as docs/athena.md has it.
    folder, query = sys.argv[1:]
    duckdb.sql("set timezone = 'UTC'")
    table = f"read_parquet('{folder}/*/*.parquet', hive_partitioning = true)"
    duckdb.sql(f"create view answers as select * from {table}")
    json.dump([list(map(plain, row)) for row in duckdb.sql(query).fetchall()], sys.stdout)

"""Writes the types of the settings, as the program lists them: stub.py [PROGRAM] > src/labelrace/_settings.pyi"""

import json
import re
import subprocess
import sys

HEAD = '''\
"""The settings of each function. Made by `make stub` from what `labelrace settings` prints; a test compares the two."""

import os
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Literal, TypedDict

StrPath = str | os.PathLike[str]
'''

# Which groups of settings a command takes, each with those of the one before.
KINDS = {"ReadSettings": ["Reading"], "CountSettings": ["Counting", "Names"], "FilmSettings": ["Film", "Forecast"]}
# What jobs are listed with beside the settings of reading, and what only a count has.
MOVED = {"time_zone": "ReadSettings", "all_jobs": "CountSettings"}
# What may be given more than once.
REPEATED = {"user_pool", "font"}


def type_of(field, values):
    if values == "true, false":
        kind = "bool"
    elif re.fullmatch(r"[a-z-]+(, [a-z-]+)+", values):
        kind = f"Literal[{', '.join(repr(word) for word in values.split(', '))}]".replace("'", '"')
    elif values in ("FILE", "DIR", "LOG"):
        kind = "StrPath"
    elif values == "N" or re.fullmatch(r"\d+-\d+", values):
        kind = "int"
    elif values == "LENGTH" or re.fullmatch(r"[\d.]+s-[\d.]+s", values):
        kind = "str | timedelta"
    elif values == "WHEN":
        kind = "str | date | timedelta"
    elif values.startswith("ROLE="):
        kind = "str | Mapping[str, str]"
    else:
        kind = "StrPath" if field == "theme" else "str"
    return f"{kind} | Sequence[{kind}]" if field in REPEATED else kind


def stub(settings):
    parts, below = [HEAD], "TypedDict"
    for kind, groups in KINDS.items():
        parts.append(f"\nclass {kind}({below}, total=False):")
        for setting in settings:
            field = setting["field"] or setting["flag"].lstrip("-").replace("-", "_")
            home = next((kind for kind, of in KINDS.items() if setting["group"] in of), None)
            if MOVED.get(field, home) == kind:
                parts.append(f"    {field}: {type_of(field, setting['values'])}")
        parts.append("")
        below = kind
    return "\n".join(parts)


if __name__ == "__main__":
    program = sys.argv[1] if len(sys.argv) > 1 else "labelrace"
    printed = subprocess.run([program, "settings", "--format", "json"], check=True, capture_output=True).stdout
    sys.stdout.write(stub(json.loads(printed)))

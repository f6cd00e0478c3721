#!/usr/bin/env python3
"""Measures what README and docs claim, and writes benches/RESULTS.md: benches/bench.py [PART ...].

Without names, every part that has no result of this commit yet. What a part found is kept, so a run that was stopped
goes on; a part that is named is measured again. QUICK=1 only tries whether everything works, with small inputs, and
writes its results elsewhere. See benches/README.md.
"""

import importlib
import json
import sys
import time
import traceback

import material
import results

PARTS = ["film", "encoder", "comparison", "reading", "million", "s3", "growth", "coldstart"]


def main():
    named = sys.argv[1:]
    unknown = set(named) - set(PARTS)
    if unknown:
        raise SystemExit(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    material.WORK.mkdir(parents=True, exist_ok=True)
    material.RESULTS.mkdir(parents=True, exist_ok=True)
    commit = results.commit()
    failed = []
    for name in named or PARTS:
        kept = material.KEPT / f"{name}.json"
        if not named and kept.exists() and json.loads(kept.read_text())["commit"] == commit:
            print(f"{name}: measured already at {commit}")
            continue
        print(f"{name}: measuring", flush=True)
        began = time.monotonic()
        try:
            part = importlib.import_module(f"parts.{name}")
            found = part.run()
        except (SystemExit, Exception) as fault:  # One part that cannot be measured here leaves the others.
            if not isinstance(fault, SystemExit):
                traceback.print_exc()
            print(f"{name}: not measured: {fault}", flush=True)
            failed.append(name)
            continue
        found |= {"title": part.TITLE, "commit": commit, "seconds": round(time.monotonic() - began)}
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(found, indent=1))
        for figure, reach, value in found["figures"]:
            print(f"  {figure}: {value}" + (f" (reach {reach})" if reach else ""))
        results.write(PARTS)
    material.forget_drawn()
    print(f"written: {results.write(PARTS)}")
    if failed:
        raise SystemExit(f"not measured: {', '.join(failed)}")


if __name__ == "__main__":
    main()

"""Whether Lambda can take what `sam build` has made: package.py FOLDER ARCHITECTURE."""

import re
import sys
from pathlib import Path

# e_machine of an ELF header.
MACHINES = {"x86_64": 62, "arm64": 183}
FFMPEGS = {"x86_64": "FfmpegX86", "arm64": "FfmpegArm64"}
# Lambda's own limit is 250 MiB for a function and its layers, unpacked.
LIMIT = 200 * 1024 * 1024
# What provided.al2023 has; with more a program does not even start.
GLIBC = (2, 34)


def program(path, architecture):
    if not path.is_file():
        return [f"{path} is not there"]
    wrong = []
    content = path.read_bytes()
    if content[:5] != b"\x7fELF\x02" or content[18] != MACHINES[architecture]:
        wrong.append(f"{path} is no program for {architecture}")
    if not path.stat().st_mode & 0o005 == 0o005:
        wrong.append(f"{path} may not be run by everybody")
    needs = [tuple(map(int, found)) for found in re.findall(rb"GLIBC_(\d+)\.(\d+)", content)]
    if path.name == "bootstrap" and GLIBC < max(needs, default=GLIBC):
        wrong.append(f"{path} needs glibc {max(needs)}, Lambda has {GLIBC}")
    return wrong


def size(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def check(folder, architecture):
    wrong = []
    for function in ("RaceFunction", "LinkFunction"):
        wrong += program(folder / function / "bootstrap", architecture)
    for one, layer in FFMPEGS.items():
        wrong += program(folder / layer / "bin/ffmpeg", one)
        for paper in ("LICENSE", "SOURCE.md"):
            if not (folder / layer / "share/doc/ffmpeg" / paper).is_file():
                wrong.append(f"{folder / layer} comes without {paper}")
    sizes = {part: size(folder / part) for part in ("RaceFunction", FFMPEGS[architecture], "FontsLayer")}
    wrong += [f"{folder / part} is empty" for part, n_bytes in sizes.items() if n_bytes == 0]
    if LIMIT < sum(sizes.values()):
        wrong.append(f"{sum(sizes.values())} bytes unpacked are more than {LIMIT}: {sizes}")
    parts = ", ".join(f"{part} {n_bytes / 2**20:.1f}" for part, n_bytes in sizes.items())
    print(f"{folder}: {sum(sizes.values()) / 2**20:.1f} of {LIMIT / 2**20:.0f} MiB ({parts})")
    return wrong


if __name__ == "__main__":
    sys.exit("\n".join(check(Path(sys.argv[1]), sys.argv[2])) or 0)

"""`python -m labelrace` is `labelrace`."""

import os
import sys

from ._program import LabelraceError, environment, program


def main() -> None:
    try:
        path = program()
    except LabelraceError as error:
        sys.exit(f"error: {error}")
    os.execve(path, [path, *sys.argv[1:]], environment())


if __name__ == "__main__":
    main()

"""Compares what the wheel and the sdist hold with the lists beside this file, so that no consent register ever slips into a package."""

import sys
import tarfile
import zipfile
from pathlib import Path


def compare(name: str, found: list[str]) -> bool:
    """Say what is in a package and not in its list, or the other way round; true where they agree."""
    wanted = Path(__file__).with_name(f"{name}-files.txt").read_text(encoding="utf-8").split("\n")
    surplus, missing = set(found) - set(wanted), set(filter(None, wanted)) - set(found)
    for path in sorted(surplus):
        sys.stderr.write(f"{name}: {path} is in the package but not in .ci/{name}-files.txt\n")
    for path in sorted(missing):
        sys.stderr.write(f"{name}: {path} is missing from the package\n")
    return not (surplus or missing)


if __name__ == "__main__":
    dist = Path(sys.argv[1])
    (wheel,), (sdist,) = dist.glob("*.whl"), dist.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as opened:
        in_wheel = [path for path in opened.namelist() if ".dist-info/" not in path]
    with tarfile.open(sdist) as unpacked:
        in_sdist = [path.partition("/")[2] for path in unpacked.getnames()]
    same = [compare("wheel", in_wheel), compare("sdist", in_sdist)]
    sys.exit(0 if all(same) else 1)

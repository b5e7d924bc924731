"""Other people's checkers against the real server: the Inspector over stdio, conformance over loopback HTTP.

    python tests/client/checkers.py NODE SERVER

NODE is a Node.js of 22.19 or newer, SERVER the command of the server; the checkers stand in node_modules
beside this file. Prints a row for each check and at last how many passed and failed; exits 1 when one failed.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Literal

import anyio
from mcp import Client

HERE = Path(__file__).resolve().parent
INSPECTOR = HERE / "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js"
CONFORMANCE = HERE / "node_modules/@modelcontextprotocol/conformance/dist/index.js"
TRACKERS = ("trackers/one.md", "trackers/none.md")
SECONDS = 120
"""How long one check may take before it has failed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    suite: str
    check: str
    outcome: Literal["pass", "FAIL", "skip"]
    told: str


@dataclass(frozen=True, slots=True)
class Bench:
    """What every check needs: who runs it, on what, and the environment of a user with nothing set up."""

    node: str
    server: str
    root: Path
    environment: Mapping[str, str]

    def run(self, script: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.node, str(script), *arguments],
            env=self.environment,
            cwd=self.root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )


def main(node: str, server: str) -> int:
    """Run everything and print it as it comes."""
    outcomes = []
    with tempfile.TemporaryDirectory() as scratch:
        bench = _bench(node, server, Path(scratch))
        for row in _rows(bench):
            sys.stdout.write(f"{row.outcome:5}{row.suite:23}{row.check:46}{row.told}\n")
            sys.stdout.flush()
            outcomes.append(row.outcome)
    passed, failed = outcomes.count("pass"), outcomes.count("FAIL")
    sys.stdout.write(f"{passed} passed, {failed} failed\n")
    return 1 if failed or not passed else 0


def _rows(bench: Bench) -> Iterator[Row]:
    for era in ("legacy", "modern"):
        yield from _inspected(bench, era)
    table = tomllib.loads((HERE / "conformance.toml").read_text())
    with _served_over_http(bench) as url:
        for revision in table["held"]:
            yield from _conforming(bench, url, revision, table)


def _bench(node: str, server: str, scratch: Path) -> Bench:
    root = scratch / "root"
    (root / "trackers").mkdir(parents=True)
    home = scratch / "home"
    home.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CAREERVP_", "XDG_", "MCP_"))}
    return Bench(
        node,
        server,
        root,
        kept | {"HOME": str(home), "CAREERVP_ROOT": str(root), "NO_COLOR": "1", "FORCE_COLOR": "0"},
    )


# The Inspector: a schema lint, and a second client library that validates results against output schemas.


def _inspected(bench: Bench, era: str) -> Iterator[Row]:
    suite = f"inspector {era}"
    run = _inspect(bench, era, "--method", "tools/list", "--strict")
    names = [tool["name"] for tool in _result(run).get("tools", [])]
    yield Row(
        suite, "tools/list --strict", "pass" if names and not run.returncode else "FAIL", _line(run, ", ".join(names))
    )
    for check, arguments, code in CALLS:
        run = _inspect(
            bench, era, "--method", "tools/call", "--tool-name", "career_tailor",
            "--tool-args-json", json.dumps(arguments),
        )  # fmt: skip
        yield _called(run, suite, check, code)


CALLS: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("a call of the schema's form", {"items": [{"tracker_path": path} for path in TRACKERS]}, ""),
    ("an unknown argument", {"items": [{"tracker_path": TRACKERS[0]}], "colour": "red"}, "VALIDATION_ERROR"),
    ("an unknown field of an item", {"items": [{"tracker_path": TRACKERS[0], "id": 1}]}, "VALIDATION_ERROR"),
    ("an argument of the wrong type", {"items": "everything"}, "VALIDATION_ERROR"),
    ("an argument that is missing", {}, "VALIDATION_ERROR"),
    (
        "a path that leaves the root",
        {"items": [{"tracker_path": TRACKERS[0]}], "applications_dir": "../elsewhere"},
        "VALIDATION_ERROR",
    ),
)
"""What is asked of career_tailor, and the code of the error it must answer; `""` for an answer without error."""


def _inspect(bench: Bench, era: str, *asked: str) -> subprocess.CompletedProcess[str]:
    return bench.run(INSPECTOR, "--cli", "--protocol-era", era, "--format", "json", bench.server, *asked)


def _called(run: subprocess.CompletedProcess[str], suite: str, check: str, code: str) -> Row:
    """A result passes with the fields of its schema; an error with the same object in both its places."""
    result = _result(run)
    body = result.get("structuredContent", {})
    if code:
        error = body.get("error", {})
        same = _json(result.get("content", [{}])[0].get("text", "")) == body
        good = result.get("isError") is True and same and error.get("code") == code and error.get("message")
        return Row(suite, check, "pass" if good else "FAIL", _line(run, str(error.get("message"))))
    told = [item.get("error_code", "done") for item in body.get("results", [])]
    good = not run.returncode and len(told) == len(TRACKERS) and body.get("total_count") == len(TRACKERS)
    return Row(suite, check, "pass" if good else "FAIL", _line(run, ", ".join(told)))


def _result(run: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    result: dict[str, Any] = _json(run.stdout).get("result", {})
    return result


def _json(text: str) -> dict[str, Any]:
    try:
        body = json.loads(text)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _line(run: subprocess.CompletedProcess[str], told: str) -> str:
    """What was answered; of a run that answered nothing, the end of what it complained of."""
    return told[:160] if run.stdout else " / ".join(run.stderr.strip().splitlines()[-3:])[:400]


# Conformance: the scenarios of each revision, at that revision's wire.


def _conforming(bench: Bench, url: str, revision: str, table: dict[str, Any]) -> Iterator[Row]:
    declared = anyio.run(_capabilities, url, revision)
    suite = f"conformance {revision}"
    for scenario in _scenarios(bench, revision):
        if scenario in table["held"][revision]:
            yield _held(bench, url, revision, scenario, table["excused"].get(scenario, {}))
        else:
            yield _left_out(suite, scenario, declared, table)
    for scenario in set(table["held"][revision]) - set(_scenarios(bench, revision)):
        yield Row(suite, scenario, "FAIL", "the tool knows no such scenario for this revision")


def _scenarios(bench: Bench, revision: str) -> list[str]:
    """The server scenarios that the tool can run at a revision, extensions among them."""
    listed = bench.run(CONFORMANCE, "list", "--server").stdout
    known = re.findall(r"^ +- (\S+) \[(.+)\]$", listed, re.MULTILINE)
    return [name for name, revisions in known if {revision, "extension"} & set(revisions.split(","))]


def _held(bench: Bench, url: str, revision: str, scenario: str, excused: Mapping[str, str]) -> Row:
    suite = f"conformance {revision}"
    with tempfile.TemporaryDirectory() as results:
        run = bench.run(
            CONFORMANCE, "server", "--url", url, "--scenario", scenario, "--spec-version", revision, "-o", results
        )
        checks = [check for file in Path(results).rglob("checks.json") for check in json.loads(file.read_text())]
    verdicts = {name: {check["status"] for check in checks if check["id"] == name} for name in _ids(checks)}
    failed = sorted(name for name, statuses in verdicts.items() if "FAILURE" in statuses and name not in excused)
    stale = sorted(name for name in excused if "FAILURE" not in verdicts.get(name, set()))
    passed = [name for name, statuses in verdicts.items() if statuses == {"SUCCESS"} and name != "wire-schema-valid"]
    told = f"{len(passed)} kinds of check passed" + (
        f", {len(excused)} excused: they need a fixture" if excused else ""
    )
    if failed or stale or not passed:
        reasons = [f"failed: {', '.join(failed)}"] * bool(failed) + [f"excused but fine: {', '.join(stale)}"] * bool(
            stale
        )
        return Row(suite, scenario, "FAIL", "; ".join(reasons) or f"nothing was checked: {run.stdout[-300:]}")
    return Row(suite, scenario, "pass", told)


def _ids(checks: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(check["id"] for check in checks))


def _left_out(suite: str, scenario: str, declared: dict[str, Any], table: dict[str, Any]) -> Row:
    for pattern, path in table["undeclared"].items():
        if fnmatch(scenario, pattern):
            if _at(declared, path) in (None, False):
                return Row(suite, scenario, "skip", f"optional, and not declared: {'.'.join(path)}")
            return Row(suite, scenario, "FAIL", f"the server declares {'.'.join(path)} now: hold it to this scenario")
    for pattern, needed in table["fixtures"].items():
        if fnmatch(scenario, pattern):
            return Row(suite, scenario, "skip", f"needs {needed}")
    return Row(suite, scenario, "FAIL", "not in conformance.toml: decide whether the server is held to it")


def _at(capabilities: dict[str, Any], path: list[str]) -> Any:
    here: Any = capabilities
    for part in path:
        here = here.get(part) if isinstance(here, dict) else None
    return here


async def _capabilities(url: str, revision: str) -> dict[str, Any]:
    async with Client(url, mode="legacy" if revision < "2026" else "auto") as client:
        return client.server_capabilities.model_dump(by_alias=True, exclude_none=True)


@contextmanager
def _served_over_http(bench: Bench) -> Iterator[str]:
    """The address of the server, which ends with the pipe that it was given as standard input."""
    with subprocess.Popen(
        [sys.executable, str(HERE / "conformance_server.py")],
        env=bench.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        if server.stdin is None or server.stdout is None:
            raise RuntimeError("no pipes")
        try:
            yield server.stdout.readline().strip()
        finally:
            server.stdin.close()
            server.wait(SECONDS)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

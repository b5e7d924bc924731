"""The command line: serve, set up a workspace, look at the machine, migrate a database, or call one tool."""

import argparse
import gc
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from careervp_mcp import __version__

if TYPE_CHECKING:
    from careervp_mcp.desk import Desk


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 when it did what it says, 1 when a tool failed, 2 for bad use."""
    parsed = _parser().parse_args(arguments)
    gc.disable()  # importing the SDK makes 15 % less work without the collector
    try:
        return _COMMANDS[parsed.command](parsed)
    except KeyboardInterrupt:
        return 130


def _serve(parsed: argparse.Namespace) -> int:
    if parsed.http:
        return _serve_http(parsed)
    from careervp_mcp.server import build_server
    from careervp_mcp.serving import serve

    desk = _desk()
    if desk is None:
        return 2
    _log_to_stderr(desk.settings.log_level)
    server = build_server(desk)
    desk.start_catching_up()
    gc.freeze()
    gc.enable()
    return serve(server.run)


def _serve_http(parsed: argparse.Namespace) -> int:
    from careervp_mcp.listening import address, bound, guarded, http_server
    from careervp_mcp.settings import SettingsRefused

    desk = _desk()
    if desk is None:
        return 2
    _log_to_stderr(desk.settings.log_level)
    try:
        server = http_server(guarded(desk), parsed.host, parsed.name)
        listening = bound(parsed.host, parsed.port)
    except SettingsRefused as refused:
        print(refused, file=sys.stderr)
        return 2
    except OSError as refused:
        print(f"can't listen on {parsed.host}, port {parsed.port}: {refused.strerror}", file=sys.stderr)
        return 2
    desk.start_catching_up()
    gc.freeze()
    gc.enable()
    print(f"listening on {address(listening)}", file=sys.stderr)
    with listening:
        server.run(sockets=[listening])
    return 0


def _init(parsed: argparse.Namespace) -> int:
    from careervp_mcp.starting import make_workspace

    try:
        for line in make_workspace(Path(parsed.folder), sample=parsed.sample):
            print(line)
    except OSError as refused:
        print(
            f"no workspace can be made in {parsed.folder}: {refused.strerror}; name another folder", file=sys.stderr
        )
        return 2
    return 0


def _doctor(_parsed: argparse.Namespace) -> int:
    from careervp_mcp.doctor import examine

    desk = _desk()
    if desk is None:
        return 2
    checks = examine(desk)
    for check in checks:
        print(f"{'ok  ' if check.well else 'MISS' if check.needed else 'note'}  {check.what}: {check.found}")
        if check.cure:
            print(f"      cure: {check.cure}")
    return 0 if all(check.well or not check.needed for check in checks) else 1


def _migrate(parsed: argparse.Namespace) -> int:
    from careervp_mcp.career.errors import CareerError, understood

    desk = _desk()
    if desk is None:
        return 2
    _log_to_stderr(desk.settings.log_level)
    try:
        for line in desk.migrate(parsed.db):
            print(line)
    except (CareerError, OSError) as refused:
        print(understood(refused).message, file=sys.stderr)
        return 1
    return 0


def _call(parsed: argparse.Namespace) -> int:
    from careervp_mcp.calling import call_tool

    desk = _desk()
    if desk is None:
        return 2
    _log_to_stderr(desk.settings.log_level)
    text = sys.stdin.read() if parsed.json == "-" else parsed.json
    body, failed = call_tool(desk, parsed.tool, text)
    print(body)
    return 1 if failed else 0


def _demo(parsed: argparse.Namespace) -> int:
    from careervp_mcp.demo import show

    return show(Path(parsed.folder))


def _desk() -> "Desk | None":
    """The desk of this process's settings; None once standard error has told what was refused."""
    from careervp_mcp.desk import Desk
    from careervp_mcp.settings import SettingsRefused, read_settings

    try:
        desk = Desk(read_settings())
        _ = desk.root
    except SettingsRefused as refused:
        print(refused, file=sys.stderr)
        return None
    return desk


def _log_to_stderr(level: str) -> None:
    logging.basicConfig(level=level, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="careervp-mcp",
        description="Career tools for AI agents over the Model Context Protocol. "
        "Without a command it serves on standard input and output.",
    )
    parser.add_argument("--version", action="version", version=f"careervp-mcp {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=False)
    parser.set_defaults(command="serve", http=False)  # after the line above: argparse would take its None instead
    serve = commands.add_parser(
        "serve", help="serve the tools on standard input and output (the default), or on HTTP"
    )
    serve.add_argument("--http", action="store_true", help="on HTTP, to clients with a token: see docs/http.md")
    serve.add_argument("--host", type=_host, default="127.0.0.1", help="the address to bind (default: %(default)s)")
    serve.add_argument("--port", type=_port, default=8765, help="the port; 0 takes a free one (default: %(default)s)")
    serve.add_argument("--name", action="append", default=[], help="what else clients call this machine; repeatable")
    init = commands.add_parser("init", help="make a workspace here, or in FOLDER; nothing is overwritten")
    init.add_argument("folder", nargs="?", default=".", metavar="FOLDER")
    init.add_argument("--sample", choices=("nurse", "engineer"), help="fill it with an invented candidate")
    commands.add_parser("doctor", help="say what is found, what is missing, and the command that cures it")
    migrate = commands.add_parser("migrate", help="bring an older jobs database to today's form, after a backup")
    migrate.add_argument("--db", metavar="PATH", help="the database, below the root (default: data/capture/jobs.db)")
    call = commands.add_parser("call", help="call one tool and print its JSON")
    call.add_argument("tool", metavar="TOOL")
    call.add_argument("json", metavar="JSON", nargs="?", default="{}", help="the arguments; `-` reads standard input")
    demo = commands.add_parser("demo", help="run the main job on the invented candidates through a real client")
    demo.add_argument("folder", nargs="?", default="demo-out", metavar="FOLDER")
    return parser


def _host(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("an empty address would be every one of this machine; name it")
    return text


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > _LAST_PORT:
        raise argparse.ArgumentTypeError(f"write a number from 0 to {_LAST_PORT}")
    return int(text)


_LAST_PORT = 65535
_COMMANDS = {"serve": _serve, "init": _init, "doctor": _doctor, "migrate": _migrate, "call": _call, "demo": _demo}


if __name__ == "__main__":
    sys.exit(main())

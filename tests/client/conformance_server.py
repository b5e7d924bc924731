"""The real server object over HTTP on a free loopback port, for a checker that speaks nothing else.

Prints its address once it listens, and ends when its standard input does: it can't outlive who started it.
"""

import socket
import sys
import threading

import uvicorn

from careervp_mcp.desk import Desk
from careervp_mcp.server import build_server
from careervp_mcp.settings import read_settings


def main() -> None:
    app = build_server(Desk(read_settings())).streamable_http_app(host="127.0.0.1")
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))

    def end_with_input() -> None:
        sys.stdin.read()
        server.should_exit = True

    with socket.create_server(("127.0.0.1", 0)) as listening:
        sys.stdout.write(f"http://127.0.0.1:{listening.getsockname()[1]}/mcp\n")
        sys.stdout.flush()
        threading.Thread(target=end_with_input, daemon=True).start()
        server.run(sockets=[listening])


if __name__ == "__main__":
    main()

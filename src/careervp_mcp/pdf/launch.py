"""Lock this process up, then become the engine; what it grants is on its command line.

Run as a program, `python -I -S launch.py key=value ... -- command ...`: a fresh process needs no code
between fork and exec, and everything set here stays with whatever the engine starts. It imports only
the standard library and fails closed: what cannot be locked up is not run.

    parent=PID   die with this process            cpu=, memory=, file=, open=   the limits
    export=NAME=VALUE   set in the command's environment
    landlock=1   allow only the paths that follow  read=PATH   read and execute   write=PATH   all but links
"""

import ctypes
import os
import resource
import signal
import struct
import sys

UNCONFINED = 96
"""The exit code that says the process could not be locked up; no engine uses it."""
UNSTARTED = 97
"""The exit code that says the engine could not be executed."""

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 1, 38, 22, 2
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture
_RULE_PATH_BENEATH = 1
_ABI_QUESTION = 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_REG = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_TRUNCATE = 1 << 14
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_WRITE = _WRITE_FILE | _READ_FILE | _READ_DIR | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _TRUNCATE
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE

# What each version of Landlock can hold back: file rights as a count of bits, then TCP, then scopes.
_FILE_BITS = {1: 13, 2: 14, 3: 15, 4: 15}
_FILE_BITS_SINCE_5 = 16
_TCP, _TCP_SINCE = 3, 4
_SCOPES, _SCOPES_SINCE = 3, 6

# audit architecture, socket, io_uring_setup, and where another calling convention begins (0: nowhere)
_CALLS = {"x86_64": (0xC000003E, 41, 425, 0x40000000), "aarch64": (0xC00000B7, 198, 425, 0)}
_KILL, _ALLOW, _REFUSE = 0x80000000, 0x7FFF0000, 0x00050001  # the last: fail with EPERM


def landlock_abi() -> int:
    """The version of Landlock this kernel enforces; 0 without it."""
    if sys.platform != "linux":
        return 0
    return max(0, int(ctypes.CDLL(None).syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _ABI_QUESTION)))


def landlock_masks() -> tuple[int, int, int, int]:
    """What this kernel's Landlock handles, and of it what a writable folder, a readable one and a file grant."""
    handled = (1 << _FILE_BITS.get(landlock_abi(), _FILE_BITS_SINCE_5)) - 1
    return handled, handled & _WRITE, handled & _READ, handled & _READ & _OF_FILES


def main(arguments: list[str]) -> int:
    """Confine and execute; return only when that failed."""
    split = arguments.index("--")
    grants, command = [grant.partition("=") for grant in arguments[:split]], arguments[split + 1 :]
    try:
        _confine([(key, value) for key, _, value in grants])
        exported = (value.partition("=") for key, _, value in grants if key == "export")
        os.environ.update({name: value for name, _, value in exported})
    except (OSError, ValueError) as failure:
        os.write(2, f"launch: not confined: {type(failure).__name__} {getattr(failure, 'errno', '')}\n".encode())
        return UNCONFINED
    try:
        os.execv(command[0], command)  # noqa: S606  # no shell is the point
    except OSError as failure:
        os.write(2, f"launch: not started: {failure.strerror}\n".encode())
    return UNSTARTED


def _confine(grants: list[tuple[str, str]]) -> None:
    single = dict(grants)
    if sys.platform == "linux" and "parent" in single:
        _die_with(int(single["parent"]))
    _limit(single)
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # Python ignores both, and exec would keep that
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    if sys.platform == "linux" and "wrapped" not in single:
        _prctl(_PR_SET_NO_NEW_PRIVS, 1)
        if "landlock" in single:
            _landlock([grant for grant in grants if grant[0] in {"read", "write"}])
        _refuse_sockets()


def _die_with(parent: int) -> None:
    _prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))
    if os.getppid() != parent:  # it died before the line above
        raise OSError


def _limit(single: dict[str, str]) -> None:
    cpu = int(single["cpu"])
    _at_most(resource.RLIMIT_CPU, cpu, cpu + 1)
    _at_most(resource.RLIMIT_FSIZE, int(single["file"]))
    _at_most(resource.RLIMIT_CORE, 0)
    _at_most(resource.RLIMIT_NOFILE, int(single["open"]))
    if sys.platform == "linux":  # elsewhere the kernel knows the limit and does not keep it
        _at_most(resource.RLIMIT_AS, int(single["memory"]))


def _at_most(kind: int, soft: int, hard: int | None = None) -> None:
    """Set a limit, or keep the one this process was born with where that is lower: it can't be raised."""
    born = resource.getrlimit(kind)[1]
    if born == resource.RLIM_INFINITY:
        born = sys.maxsize
    resource.setrlimit(kind, (min(soft, born), min(soft if hard is None else hard, born)))


def _landlock(grants: list[tuple[str, str]]) -> None:
    abi = landlock_abi()
    if abi < 1:
        raise OSError
    handled, write, read, _ = landlock_masks()
    fields = [handled]
    if abi >= _TCP_SINCE:
        fields.append(_TCP)
    if abi >= _SCOPES_SINCE:
        fields.append(_SCOPES)
    attributes = struct.pack(f"={len(fields)}Q", *fields)
    ruleset = _syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0)
    for kind, path in grants:
        _allow(ruleset, path, write if kind == "write" else read)
    _syscall(_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not os.path.isdir(path):  # noqa: PTH112  # pathlib would double the start-up
            rights &= _OF_FILES
        _syscall(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, struct.pack("=Qi", rights, opened), 0)
    finally:
        os.close(opened)


def _refuse_sockets() -> None:
    """Leave no way to a network or a local service; Landlock alone knows only TCP."""
    if platform_calls := _CALLS.get(os.uname().machine):
        code = _filter(*platform_calls)
        buffer = ctypes.create_string_buffer(code, len(code))
        program = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
        _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.create_string_buffer(program, len(program)))


def _filter(architecture: int, socket: int, ring: int, foreign: int) -> bytes:
    load, equal, at_least, answer = 0x20, 0x15, 0x35, 0x06
    return b"".join(
        struct.pack("=HBBI", *step)
        for step in (
            (load, 0, 0, 4),
            (equal, 1, 0, architecture),
            (answer, 0, 0, _KILL),
            (load, 0, 0, 0),
            (at_least, 0, 1, foreign or 0xFFFFFFFF),
            (answer, 0, 0, _KILL),
            (equal, 1, 0, socket),
            (equal, 0, 1, ring),
            (answer, 0, 0, _REFUSE),
            (answer, 0, 0, _ALLOW),
        )
    )


def _prctl(option: int, *values: object) -> None:
    padded = [*values, 0, 0, 0, 0][:4]
    arguments = [ctypes.c_ulong(value) if isinstance(value, int) else value for value in padded]
    if ctypes.CDLL(None, use_errno=True).prctl(option, *arguments) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def _syscall(number: int, *arguments: object) -> int:
    answer = int(ctypes.CDLL(None, use_errno=True).syscall(number, *arguments))
    if answer < 0:
        raise OSError(ctypes.get_errno(), "landlock")
    return answer


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

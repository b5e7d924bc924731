"""Lock this process up, then become the engine; what it grants is on its command line.

Run as a program, `python -I -S launch.py key=value ... -- command ...`: a fresh process needs no code
between fork and exec, and everything set here stays with whatever the engine starts. It imports only
the standard library and fails closed: what cannot be locked up is not run.

    parent=PID   die with this process            cpu=, memory=, file=, open=   the limits
    export=NAME=VALUE   set in the command's environment
    landlock=1   allow only the paths that follow  read=PATH   read and execute   write=PATH   all but links

`launch.py serve=FD idle=SECONDS` is a foreman: it does the same in a child for each job that comes over that
socket, which saves the start of a Python each time. It ends with the socket's other end, or when so long idle.
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
MOST_BYTES = 1 << 16
"""Of one job's words."""

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


class _Crew:
    """A foreman's children. A job is `folder NUL arguments of main`, with its answer's socket and its output.

    The answer is the wait status. When nobody waits for it any more, the job ends with all it started.
    """

    def __init__(self, wire: int, idle_seconds: float) -> None:
        import select
        import socket

        os.close(os.pidfd_open(os.getpid()))  # fails here, not later, where there are none
        self._idle = idle_seconds * 1000
        self._wire = socket.socket(fileno=os.dup(wire))  # which no child inherits
        os.close(wire)
        self._poll = select.poll()
        self._poll.register(self._wire, select.POLLIN)
        self._children: dict[int, tuple[int, int, int]] = {}
        """Process, its handle and its answer, under both of these descriptors."""

    def serve(self) -> None:
        """Launch what comes until the wire closes or nothing comes for long; no child is left."""
        self._wire.send(b"ready")
        while self._serve_once():
            pass
        for child in set(self._children.values()):
            _kill(child[0])
            self._report(child)

    def _serve_once(self) -> bool:
        ready = [number for number, _ in self._poll.poll(None if self._children else self._idle)]
        for number in ready:
            child = self._children.get(number)
            if child and number == child[1]:
                self._report(child)
            elif child:
                _kill(child[0])
                self._poll.unregister(number)
                del self._children[number]
        # the wire comes last: a new job may get the numbers that an old one has just left
        return bool(ready) and (self._wire.fileno() not in ready or self._take())

    def _take(self) -> bool:
        import socket

        room = socket.CMSG_SPACE(struct.calcsize("2i"))
        words, attached, _, _ = self._wire.recvmsg(MOST_BYTES, room, socket.MSG_CMSG_CLOEXEC)
        if not words:
            return False
        answer, output = struct.unpack("2i", attached[0][2])
        process = os.fork()
        if process == 0:
            _become(os.fsdecode(words).split("\0"), output)
        os.close(output)
        child = (process, os.pidfd_open(process), answer)
        for number in child[1:]:
            self._children[number] = child
            self._poll.register(number, 1)  # POLLIN, and always POLLHUP
        return True

    def _report(self, child: tuple[int, int, int]) -> None:
        """Reap a child that has ended or was killed, and what it left running, and tell who waits."""
        process, handle, answer = child
        os.waitid(os.P_PIDFD, handle, os.WEXITED | os.WNOWAIT)
        _kill(process)  # unreaped, its number can't be another group's
        _, status = os.waitpid(process, 0)
        for number in {handle, answer} & set(self._children):
            self._poll.unregister(number)
            del self._children[number]
        try:  # noqa: SIM105  # contextlib would be one more import of every start
            os.write(answer, str(status).encode())
        except OSError:
            pass  # nobody waits any more
        os.close(handle)
        os.close(answer)


def _become(job: list[str], output: int) -> None:
    """In the child: take the job's place in the world, then launch it; never returns."""
    try:
        os.setsid()
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.chdir(job[0])
        os.environ.clear()
        os._exit(main(job[1:]))
    finally:
        os._exit(UNCONFINED)


def _kill(process: int) -> None:
    """Kill a child and its group, which it may not have yet."""
    for kill in (os.killpg, os.kill):
        try:  # noqa: SIM105  # as above
            kill(process, signal.SIGKILL)
        except ProcessLookupError:
            pass


if __name__ == "__main__":
    if sys.argv[1].startswith("serve="):
        _Crew(int(sys.argv[1].removeprefix("serve=")), float(sys.argv[2].removeprefix("idle="))).serve()
    else:
        sys.exit(main(sys.argv[1:]))

"""What a child process takes away from itself before it reads a stranger's SQL.

Some walls stand everywhere (limits, no new privileges), some only where the machine permits: another user, a root
without files, no network, a list of system calls that are refused. Each is tried and none replaces another.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
from contextlib import suppress
from pathlib import Path

MEMORY = 3_000_000_000  # bytes of addresses: what memory_limit does not bound is bounded here
_NOBODY = 65534

_SET_NO_NEW_PRIVS, _SET_DUMPABLE, _SET_SECCOMP = 38, 4, 22
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000

# System calls of x86-64 that an answer never needs: opening and changing files, network, processes, kernel.
_REFUSED_CALLS = (
    (2, 85, 257, 304, 437)  # open creat openat open_by_handle_at openat2
    + (76, 77, 82, 83, 84, 86, 87, 88, 90, 91, 92, 93, 94, 133)  # truncate rename mkdir link unlink chmod chown mknod
    + (258, 259, 260, 263, 264, 265, 266, 268, 316)  # the same, …at
    + (41, 42, 43, 46, 49, 50, 53, 288, 307)  # socket connect accept sendmsg bind listen socketpair accept4 sendmmsg
    + (56, 57, 58, 59, 322, 435)  # clone fork vfork execve execveat clone3
    + (62, 101, 129, 200, 234, 297, 310, 311, 312, 424, 434, 438)  # kill ptrace tkill tgkill process_vm_* pidfd_*
    + (29, 30, 64, 68, 240, 319)  # shared memory, semaphores, queues, memfd_create
    + (135, 155, 161, 165, 166, 272, 308, 428, 429, 430, 432, 433, 442)  # personality chroot mount unshare setns
    + (246, 248, 249, 250, 298, 313, 321, 323, 425)  # kexec keys perf modules bpf userfaultfd io_uring
)
_X86_64 = 0xC000003E
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050001, 0x80000000  # EPERM


def bound() -> None:
    """Set the limits that need no permission; the process has one thread and holds nothing yet."""
    least = min(MEMORY, *(limit for limit in resource.getrlimit(resource.RLIMIT_AS) if limit > 0), MEMORY)
    resource.setrlimit(resource.RLIMIT_AS, (least, least))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    _prctl(_SET_NO_NEW_PRIVS, 1)


def part() -> set[str]:
    """Leave the network, if the machine permits. Returns the walls that stand."""
    alone = 0 if os.geteuid() == 0 else _NEW_USER
    # In containers that forbid it this fails, and the list of system calls still refuses sockets.
    return {"network"} if _libc("unshare", alone | _NEW_NETWORK) else set()


def seclude(folder: Path) -> set[str]:
    """Make a folder the only one that there is, if permitted; what is imported later would not be found."""
    with suppress(OSError):
        os.chroot(folder)
        os.chdir("/")
        return {"root"}
    os.chdir("/")
    return set()


def drop() -> set[str]:
    """Give up every permission that is left: after it no file can be opened, no process or thread started."""
    walls = set()
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)
        walls.add("user")
    _forget_capabilities()
    _prctl(_SET_DUMPABLE, 0)
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    # What is open stays open; nothing more can be.
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    if _refuse_calls():
        walls.add("calls")
    return walls


def allow_seconds(seconds: int) -> None:
    """Let the process work so many seconds more; then the kernel kills it, even if the server is gone."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    used = int(spent.ru_utime + spent.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _refuse_calls() -> bool:
    if platform.system() != "Linux" or platform.machine() != "x86_64":
        return False
    program = b"".join(_program())
    held = ctypes.create_string_buffer(program, len(program))

    class Filter(ctypes.Structure):
        _fields_ = [("size", ctypes.c_ushort), ("program", ctypes.c_void_p)]

    given = Filter(len(program) // 8, ctypes.addressof(held))
    return _prctl(_SET_SECCOMP, 2, ctypes.addressof(given))


def _program() -> list[bytes]:
    """Return the filter in classic BPF: an unknown machine dies, a listed call gets EPERM, the rest passes."""
    load, equal, at_least, give = 0x20, 0x15, 0x35, 0x06
    rest = len(_REFUSED_CALLS)
    lines = [
        _line(load, 0, 0, 4),
        _line(equal, 1, 0, _X86_64),
        _line(give, 0, 0, _KILL),
        _line(load, 0, 0, 0),
        _line(at_least, rest + 1, 0, 0x40000000),  # the x32 numbers would go round the list
    ]
    lines += [_line(equal, rest - index, 0, call) for index, call in enumerate(_REFUSED_CALLS)]
    return [*lines, _line(give, 0, 0, _ALLOW), _line(give, 0, 0, _REFUSE)]


def _line(code: int, when_true: int, when_false: int, constant: int) -> bytes:
    return struct.pack("<HBBI", code, when_true, when_false, constant)


def _forget_capabilities() -> None:
    """Drop what a user namespace of its own would give."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    none = (ctypes.c_uint32 * 6)()
    _libc("capset", ctypes.byref(header), ctypes.byref(none))


def _prctl(option: int, first: int, second: int = 0) -> bool:
    number = ctypes.c_ulong
    return _libc("prctl", option, number(first), number(second), number(0), number(0))


def _libc(name: str, *arguments: object) -> bool:
    """Call a function of the C library; False if it is not there or the kernel says no."""
    with suppress(OSError, AttributeError):
        return bool(getattr(ctypes.CDLL(None), name)(*arguments) == 0)
    return False

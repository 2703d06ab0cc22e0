"""Takes from the child process what a parser has no need of.

Each measure is taken where the system offers it, and none is relied on alone.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from typing import Any

from .shape import MEGABYTE

MEMORY = 1024 * MEGABYTE  # above what the process holds at its start
PROCESSOR_SECONDS = 10
OPEN_FILES = 64
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
REFUSED_EVENTS = (
    "socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "os.startfile", "pty.",
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.kill",
    "shutil.", "urllib.", "ftplib.", "smtplib.", "http.", "tempfile.", "webbrowser.", "sqlite3.",
)  # fmt: skip

# Linux numbers of: socket, connect, clone, fork, vfork, execve, ptrace, execveat, clone3, io_uring_setup.
SYSTEM_CALLS = {
    "x86_64": (0xC000003E, (41, 42, 56, 57, 58, 59, 101, 322, 435, 425)),
    "aarch64": (0xC00000B7, (198, 203, 220, 221, 117, 281, 435, 425)),
}


def confine() -> None:
    """No network, no files written, no other process, no more than ``MEMORY``; for the rest of the process's life."""
    _limit_resources()
    if sys.platform == "linux":
        _refuse_system_calls()
    sys.addaudithook(_refuse)


def renew_processor_time() -> None:
    """Another ``PROCESSOR_SECONDS``, for the next document; where the parent died, they end the child too."""
    try:
        import resource
    except ImportError:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + PROCESSOR_SECONDS, hard))


def _limit_resources() -> None:
    try:
        import resource
    except ImportError:
        return
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        getattr(resource, "RLIMIT_NPROC", -1): 0,
        resource.RLIMIT_AS: _address_space() + MEMORY if _address_space() else -1,
    }
    for which, most in limits.items():
        if which >= 0 and most >= 0:
            resource.setrlimit(which, (most, most))


def _address_space() -> int:
    """The address space in use, in bytes; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as sizes:
            return int(sizes.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        if isinstance(arguments[2], int) and arguments[2] & WRITING:
            raise PermissionError(f"a parser may not write: {event}")
    elif event.startswith(REFUSED_EVENTS):
        raise PermissionError(f"a parser may not do this: {event}")


def _refuse_system_calls() -> None:
    """A seccomp filter: the calls above fail with EPERM, for compiled code too."""
    architecture, calls = SYSTEM_CALLS.get(os.uname().machine, (0, ()))
    if not calls:
        return
    allow, deny = (0x06, 0, 0, 0x7FFF0000), (0x06, 0, 0, 0x00050001)
    steps = [(0x20, 0, 0, 4), (0x15, 1, 0, architecture), deny, (0x20, 0, 0, 0)]
    for call in calls:
        steps += [(0x15, 0, 1, call), deny]
    steps.append(allow)
    program = b"".join(struct.pack("HBBI", *step) for step in steps)
    code = ctypes.create_string_buffer(program, len(program))
    filter_ = struct.pack("HxxxxxxQ", len(steps), ctypes.addressof(code))
    system = ctypes.CDLL(None)
    no_new_privileges, seccomp, by_filter = 38, 22, 2
    system.prctl(no_new_privileges, 1, 0, 0, 0)
    system.prctl(seccomp, by_filter, ctypes.create_string_buffer(filter_, len(filter_)))

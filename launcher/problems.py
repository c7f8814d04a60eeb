"""What can go wrong on the machine, said plainly instead of as a traceback."""

import errno

NO_NETWORK = (
    "Temporary failure in name resolution",
    "Name or service not known",
    "Network is unreachable",
    "Failed to establish a new connection",
    "Connection refused",
    "ConnectTimeoutError",
    "EAI_AGAIN",
    "ENOTFOUND",
    "ENETUNREACH",
    "ECONNREFUSED",
    "ETIMEDOUT",
    "(from versions: none)",  # all that pip says once its attempts are over
)
DISK_FULL = ("No space left on device", "ENOSPC", "Disk quota exceeded", "EDQUOT")


class Problem(Exception):  # noqa: N818  not an error of the program
    """Something a person has to settle; its text is all they are shown."""


def from_output(doing: str, output: str) -> Problem:
    """The likely reason why a program failed, judged by what it printed."""
    if any(mark in output for mark in DISK_FULL):
        return Problem(f"The disk is full: {doing} stopped. Make room, then start again.")
    if any(mark in output for mark in NO_NETWORK):
        return Problem(
            f"No network: {doing} needs to download packages. The first set-up needs a "
            "connection (or a reachable package mirror); later starts do not.\n" + tail(output, 2)
        )
    return Problem(f"{doing} failed:\n{tail(output)}")


def from_os_error(error: OSError) -> Problem:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Problem(f"The disk is full ({error.filename or 'writing'}). Make room, then start again.")
    return Problem(f"The system refused: {error}")


def tail(output: str, lines: int = 15) -> str:
    return "\n".join("  " + line for line in output.strip().splitlines()[-lines:])

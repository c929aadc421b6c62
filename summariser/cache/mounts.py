"""Whether a file lies on a network: SQLite's write-ahead log needs shared memory, which networks lack."""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["is_on_network", "kind_of_mount"]

_MOUNTS = Path("/proc/self/mounts")
_NETWORK = re.compile(
    r"""
    (nfs|cifs|smb|afs|9p|ceph|gluster|lustre|beegfs|davfs|fuse\.(sshfs|s3|rclone|gcs|gluster|ceph))
    """,
    re.VERBOSE,
)


def is_on_network(path: Path) -> bool:
    """Whether the file is on a network file system; false where the system does not tell."""
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return bool(_NETWORK.match(kind_of_mount(path.absolute(), mounts)))


def kind_of_mount(path: Path, mounts: str) -> str:
    """The kind of file system that holds a path, by a table in the form of /proc/self/mounts."""
    rows = [line.split(" ") for line in mounts.splitlines() if line.count(" ") >= 2]
    places = [(Path(row[1].replace("\\040", " ")), row[2]) for row in rows]
    holding = [(len(place.parts), kind) for place, kind in places if path.is_relative_to(place)]
    # The last of several mounts on one place hides those below it.
    return max(reversed(holding), key=lambda found: found[0], default=(0, ""))[1]

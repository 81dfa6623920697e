"""Folders in which an SQLite file is not safe: something else copies or locks what is in them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

# Folder names as these programs make them: "Dropbox (Personal)", "OneDrive - University".
_SYNCED: Final = {
    "Dropbox": r"dropbox",
    "OneDrive": r"onedrive",
    "iCloud Drive": r"icloud ?drive|com~apple~clouddocs|mobile documents",
    "Google Drive": r"google ?drive|my drive",
    "Nextcloud": r"nextcloud|owncloud",
    "a synchronised folder": r"cloudstorage|box sync|pcloud ?drive|syncthing|seafile",
}
_NETWORK: Final = frozenset(
    ("afs", "ceph", "cifs", "fuse.glusterfs", "fuse.rclone", "fuse.sshfs", "glusterfs", "lustre",
     "ncpfs", "nfs", "nfs4", "smb2", "smb3", "smbfs")
)  # fmt: skip
_MOUNTS: Final = Path("/proc/self/mountinfo")
_ADVICE: Final = "two machines, or a copy taken in the middle of a write, can damage it"


def doubt(path: Path, mounts: Path = _MOUNTS) -> str | None:
    """Say why a library at this path is not safe; None where nothing tells so."""
    try:
        where = path.resolve()
    except (OSError, RuntimeError):
        return None
    synced = _synced(where.parent)
    if synced is not None:
        return f"the library is in {synced}: {_ADVICE}; keep it elsewhere and share its exports"
    if where.drive.startswith("\\\\") or _kind(where.parent, mounts) in _NETWORK:
        return f"the library is on a network drive: {_ADVICE}; keep it on a disk of this machine"
    return None


def _synced(folder: Path) -> str | None:
    for part in folder.parts:
        for name, pattern in _SYNCED.items():
            if re.match(rf"(?:{pattern})\b", part.casefold()):
                return name
    return None


def _kind(folder: Path, mounts: Path) -> str:
    """Tell the kind of file system that a folder is on; nothing where the system does not."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    best, kind = -1, ""
    for line in lines:
        # proc(5): mount ID, parent, device, root, mount point, options …, "-", type, …
        before, _, after = line.partition(" - ")
        point = Path(_unescaped(before.split(" ")[4])) if before.count(" ") > 3 else None
        if point is not None and folder.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), after.split(" ")[0]
    return kind


def _unescaped(point: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), point)

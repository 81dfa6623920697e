from __future__ import annotations

from pathlib import Path

import pytest

from citekit.library import places

SYNCED = {
    "/home/a/Dropbox/work": "Dropbox",
    "/home/a/Dropbox (Personal)/x": "Dropbox",
    "/mnt/OneDrive - University of B/x": "OneDrive",
    "/Users/a/Library/Mobile Documents/com~apple~CloudDocs/x": "iCloud Drive",
    "/Users/a/Library/CloudStorage/GoogleDrive-a@b.c/My Drive": "a synchronised folder",
    "/home/a/Google Drive/x": "Google Drive",
    "/home/a/Nextcloud": "Nextcloud",
}


@pytest.mark.parametrize(("folder", "name"), SYNCED.items())
def test_a_synchronised_folder_is_told_by_its_name(folder: str, name: str) -> None:
    told = places.doubt(Path(folder) / "library.db")
    assert told is not None
    assert f"is in {name}: " in told


@pytest.mark.parametrize("folder", ["/home/a/papers", "/home/dropboxer/x", "/srv/nfs/x"])
def test_other_folders_are_no_matter(folder: str, tmp_path: Path) -> None:
    assert places.doubt(Path(folder) / "library.db", tmp_path / "none") is None


MOUNTS = r"""22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /srv/share rw shared:9 - nfs4 server:/export rw,vers=4.2
31 30 8:2 / /srv/share/local rw - xfs /dev/sdb1 rw
32 22 0:41 / /mnt/the\040office rw - cifs //server/x rw
broken line
"""

KINDS = {
    "/srv/share/papers": True,
    "/srv/share": True,
    "/srv/share/local/papers": False,
    "/srv/shared": False,
    "/mnt/the office/x": True,
    "/home": False,
}


@pytest.mark.parametrize(("folder", "is_network"), KINDS.items())
def test_a_network_drive_is_told_by_its_file_system(
    folder: str, is_network: bool, tmp_path: Path
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS)
    told = places.doubt(Path(folder) / "library.db", mounts)
    assert (told is not None and "network drive" in told) is is_network


def test_this_machines_own_table_of_mounts_is_read() -> None:
    if places._MOUNTS.exists():
        assert places._kind(Path("/"), places._MOUNTS) != ""

"""The bundle: all of a commissioning in one zip file, with a list of its hashes.

The same files make the same bytes, whenever and wherever: nothing is compressed, since
compressors differ, and photographs are small already.
"""

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import PurePosixPath

from wizard.errors import BadFile
from wizard.text import text

MANIFEST = "MANIFEST.sha256"
ATTACHMENTS = "attachments"
ZERO_HOUR = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows
OWNER_ONLY = 0o600 << 16
UNIX = 3
MOST_BYTES = 512 * 1024 * 1024  # unpacked; more is no commissioning of a pack

UNSOUND = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, RuntimeError,
    EOFError, ValueError, LookupError, struct.error, OSError,
)  # fmt: skip
"""What Python's reader raises for bytes that are no zip file, or an odd one."""


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of some files and their manifest. Names are relative, with `/`."""
    whole = {**files, MANIFEST: manifest(files)}
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as bundle:
        for name, content in sorted(whole.items()):
            entry = zipfile.ZipInfo(name, ZERO_HOUR)
            entry.external_attr = OWNER_ONLY
            entry.create_system = UNIX
            bundle.writestr(entry, content)
    return into.getvalue()


def manifest(files: Mapping[str, bytes]) -> bytes:
    """Return the list of hashes, as `sha256sum --check` reads it."""
    rows = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return "".join(rows).encode()


def unpack(raw: bytes, name: str) -> dict[str, bytes]:
    """Return the files of a bundle. Raises BadFile where it is none, or hides something."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as bundle:
            entries = bundle.infolist()
            _must_be_sound(entries, name)
            return {entry.filename: bundle.read(entry) for entry in entries}
    except UNSOUND as error:
        why = text("{file}: no sound zip file ({why})", file=name, why=str(error))
        raise BadFile(why) from error


def _must_be_sound(entries: list[zipfile.ZipInfo], name: str) -> None:
    names = [entry.filename for entry in entries]
    strange = next((each for each in names if not _is_plain(each)), None)
    if strange is not None or len(set(names)) != len(names):
        raise BadFile(
            text("{file}: holds a name that does not belong there: {name}",
                 file=name, name=strange or "one twice")
        )  # fmt: skip
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise BadFile(text("{file}: unpacks to more than a commissioning has", file=name))


def _is_plain(name: str) -> bool:
    """Whether a name leads to a file below the bundle's own folder."""
    parts = PurePosixPath(name).parts
    return bool(parts) and ".." not in parts and not name.startswith("/") and "\\" not in name

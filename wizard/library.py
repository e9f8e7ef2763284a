"""The checklists that can be used: those shipped and the user's own."""

from collections.abc import Iterator
from importlib import resources
from importlib.abc import Traversable
from pathlib import Path

from wizard import paths
from wizard.errors import BadFile
from wizard.procedure.composing import composed
from wizard.procedure.loading import Loaded, parse
from wizard.text import text


def shipped() -> Iterator[tuple[str, Traversable]]:
    """Yield the shipped checklists as name and file."""
    for file in resources.files("checklists").joinpath("manuals").iterdir():
        if file.name.endswith(".toml"):
            yield file.name.removesuffix(".toml"), file


def own() -> Iterator[tuple[str, Traversable]]:
    """Yield the user's own checklists as name and file."""
    folder = paths.own_checklists()
    for file in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        yield file.stem, file


def everything() -> dict[str, Traversable]:
    """Return all checklists by name; a shipped one is never replaced by a user's."""
    return {**dict(own()), **dict(shipped())}


def raw(name: str) -> bytes:
    """Return the bytes of a checklist by its name or path. Raises BadFile."""
    known = everything()
    if name in known:
        return read(known[name])
    if name.endswith(".toml"):
        return read(Path(name))
    raise BadFile(
        text(
            "There is no checklist `{name}`. Known are: {known}.",
            name=name,
            known=", ".join(sorted(known)),
        )
    )


def read(path: Traversable) -> bytes:
    """Return the bytes of a checklist's file. Raises BadFile."""
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise BadFile(text("{file}: {why}", file=str(path), why=str(error))) from error


def whole(name: str) -> bytes:
    """Return a checklist by its name or path, with all that it takes over. Raises BadFile."""
    return composed(name, raw(name), raw, own=name not in dict(shipped()))


def load(name: str) -> Loaded:
    """Return a checklist by its name or path. Raises BadFile."""
    return parse(name, whole(name))

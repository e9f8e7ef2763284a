"""The checklists that can be used: those shipped and the user's own."""

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from wizard import paths
from wizard.errors import BadFile
from wizard.procedure.checklist import Loaded, parse
from wizard.text import text


def shipped() -> Iterator[tuple[str, bytes]]:
    """Yield the shipped checklists as name and bytes."""
    for file in resources.files("checklists").joinpath("manuals").iterdir():
        if file.name.endswith(".toml"):
            yield file.name.removesuffix(".toml"), file.read_bytes()


def own() -> Iterator[tuple[str, bytes]]:
    """Yield the user's own checklists as name and bytes."""
    folder = paths.own_checklists()
    for file in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        yield file.stem, file.read_bytes()


def everything() -> dict[str, bytes]:
    """Return all checklists by name; a shipped one is never replaced by a user's."""
    return {**dict(own()), **dict(shipped())}


def raw(name: str) -> bytes:
    """Return the bytes of a checklist by its name or path. Raises BadFile."""
    known = everything()
    if name in known:
        return known[name]
    path = Path(name)
    if path.suffix == ".toml" and path.is_file():
        return path.read_bytes()
    raise BadFile(
        text(
            "There is no checklist `{name}`. Known are: {known}.",
            name=name,
            known=", ".join(sorted(known)),
        )
    )


def load(name: str) -> Loaded:
    """Return a checklist by its name or path. Raises BadFile."""
    return parse(name, raw(name))

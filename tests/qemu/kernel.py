"""Debian's kernel and what a virtual machine needs besides it, from the registry, never installed.

A kernel is fetched once and kept under the user's cache folder, by its version.
"""

import hashlib
import importlib.util
import lzma
import os
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

MODULES = (
    *("virtio_pci", "9pnet_virtio", "9p", "overlay", "virtio_console"),
    *("cmac", "sha512_generic", "drbg", "hci_uart"),
)
BLUETOOTHD = "/usr/libexec/bluetooth/bluetoothd"
ELF_HEAD = 4096  # where a program names the loader of its libraries, if it needs one
PACKAGES = {
    "qemu-system-x86_64": "qemu-system-x86",
    "busybox": "busybox-static",
    "cpio": "cpio",
    "depmod": "kmod",
    "modprobe": "kmod",
    "dbus-daemon": "dbus-daemon",
    BLUETOOTHD: "bluez",
    "apt-get": "apt, of a Debian system",
    "apt-cache": "apt, of a Debian system",
    "dpkg-deb": "dpkg, of a Debian system",
}


class Missing(Exception):
    """What the virtual machine needs and is not here; the sentence says how to get it."""


@dataclass(frozen=True, slots=True)
class Kernel:
    """A kernel, and its modules in the order to load them."""

    version: str
    image: Path
    modules: tuple[Path, ...]


def program(name: str) -> str:
    """Return the path of a program. Raises Missing with the package that holds it."""
    places = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"))
    found = shutil.which(name, path=places)
    if found is None:
        raise Missing(f"{name} is not installed: it comes with the package {PACKAGES[name]}")
    return found


def everything_installed() -> None:
    """Return where a machine could be built. Raises Missing with the first thing that is not."""
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise Missing("the virtual machine shares the host's programs: it needs Linux on x86-64")
    for name in PACKAGES:
        program(name)
    if b"/ld-linux" in Path(program("busybox")).read_bytes()[:ELF_HEAD]:
        raise Missing("this busybox needs libraries: install the package busybox-static")
    if importlib.util.find_spec("bumble") is None:
        raise Missing("bumble is not installed: pip install -e '.[test]'")


def current() -> Kernel:
    """Return the kernel that Debian's registry names now, fetched where it is not in the cache.

    Where the registry cannot be asked, the last one that was fetched serves.
    """
    everything_installed()
    cache = user_cache_path("jk-commission-tests", appauthor=False) / "kernels"
    try:
        package = _package()
        folder = cache / f"{package}-{_recipe()}"
        if not folder.exists():
            _fetch(package, folder)
    except Missing:
        kept = sorted(cache.glob(f"linux-image-*-{_recipe()}"), key=lambda it: it.stat().st_mtime)
        if not kept:
            raise
        folder = kept[-1]
    return _kept(folder)


def _recipe() -> str:
    return hashlib.sha256(" ".join(MODULES).encode()).hexdigest()[:8]


def _kept(folder: Path) -> Kernel:
    version = folder.name.removeprefix("linux-image-").removesuffix(f"-{_recipe()}")
    return Kernel(version, folder / "vmlinuz", tuple(sorted((folder / "modules").iterdir())))


def _package() -> str:
    answer = _ask([program("apt-cache"), "depends", "linux-image-amd64"])
    for line in answer.splitlines():
        word, _, package = line.strip().partition(": ")
        if word == "Depends" and package.startswith("linux-image-"):
            return package
    raise Missing("apt knows no kernel package: run apt-get update")


def _fetch(package: str, folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".fetching-") as name:
        work = Path(name)
        _ask([program("apt-get"), "-qq", "download", package], work)
        _ask([program("dpkg-deb"), "-x", str(next(work.glob("*.deb"))), "root"], work)
        version = package.removeprefix("linux-image-")
        made = work / "made"
        _modules(work / "root", version, made / "modules")
        shutil.copyfile(work / "root/boot" / f"vmlinuz-{version}", made / "vmlinuz")
        if not folder.exists():
            made.rename(folder)


def _modules(root: Path, version: str, target: Path) -> None:
    target.mkdir(parents=True)
    _ask([program("depmod"), "-b", str(root), version])
    for number, module in enumerate(_in_order(root, version)):
        content = module.read_bytes()
        if module.suffix == ".xz":
            content = lzma.decompress(content)
        (target / f"{number:02d}-{module.name.removesuffix('.xz')}").write_bytes(content)


def _in_order(root: Path, version: str) -> list[Path]:
    asked = [program("modprobe"), "-d", str(root), "-S", version, "--show-depends"]
    lines = [line for name in MODULES for line in _ask([*asked, name]).splitlines()]
    paths = [words[1] for words in map(str.split, lines) if words[0] == "insmod"]
    return [Path(path) for path in dict.fromkeys(paths)]


def _ask(command: Sequence[str], folder: Path | None = None) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if not line.startswith("W:")]
        raise Missing(f"{' '.join(command)} failed: {' '.join(said)}")
    return done.stdout

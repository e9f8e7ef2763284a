"""A commissioning of a simulated pack and of a bank, headless, in virtual time."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.procedure.support import Ran, Site
from tests.procedure.test_site_whole import PACK, WholeSite
from wizard.simulator.bank import bank_of
from wizard.simulator.create import create


def commissioned(folder: Path) -> Ran:
    """Walk through the whole shipped checklist."""
    ran = Site(folder, create()).run()
    if not ran.ended:
        raise RuntimeError("the commissioning did not reach its end")
    return ran


@contextmanager
def of_a_bank(packs: int) -> Generator[Path]:
    """Walk through a site; yield the folder of all its sessions."""
    with TemporaryDirectory() as home, pytest.MonkeyPatch.context() as patch:
        for name in ("DATA", "CONFIG", "STATE"):
            patch.setenv(f"XDG_{name}_HOME", f"{home}/{name}")
        site = WholeSite(bank_of(packs), PACK)
        if not site.run().ended:
            raise RuntimeError("the site did not reach its end")
        yield site.folder.parent

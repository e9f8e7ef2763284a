"""One machine for all of them. Where it cannot be had, they are skipped with the reason.

In continuous integration that is a failure.
"""

import os
from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio

from tests.qemu.kernel import Kernel, Missing, current
from tests.qemu.machine import Machine


def found_kernel() -> Kernel:
    """Return the kernel to boot, or leave with the reason why there is none."""
    try:
        return current()
    except Missing as missing:
        leave = pytest.fail if os.environ.get("CI") else pytest.skip
        leave(f"no virtual machine: {missing}")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def machine() -> AsyncGenerator[Machine]:
    """A machine that is up."""
    async with Machine.booted(found_kernel()) as booted:
        yield booted

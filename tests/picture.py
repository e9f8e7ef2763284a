"""Make the README's picture: `python -m tests.picture`.

The demonstration, walked by keys on a simulated pack up to the eighth sense wire.
"""

import asyncio
import os
import re
import sys
import tempfile
from pathlib import Path

from tests.whole.by_keys import Walk

WEB_FONTS = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)  # a picture asks no network
PICTURE = Path(__file__).parents[1] / "docs" / "demo.svg"


async def make() -> str:
    """Return the screen at the voltage-step test, as SVG."""
    walk = Walk()
    async with walk.on_screen() as pilot:
        await walk.to(pilot, "wire-8")
        drawn = walk.app.export_screenshot(title="jk-commission --demo")
        return WEB_FONTS.sub("", drawn).replace("Fira Code", "monospace")


def main() -> None:
    """Write the picture."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_DATA_HOME"] = home
        picture = asyncio.run(make())
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture, encoding="utf-8")
    sys.stdout.write(f"{PICTURE.name}\n")


if __name__ == "__main__":
    main()

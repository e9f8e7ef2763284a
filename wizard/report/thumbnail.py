"""Small pictures of photographs, with Pillow where it is installed (the extra `photos`)."""

import base64
import io

LONGEST_SIDE = 240  # pixels: enough to tell which photograph it is
QUALITY = 60
MOST_PIXELS = 120_000_000  # a larger picture is left as it is


def thumbnail(content: bytes) -> str:
    """Return a small JPEG in base64; empty for what is no picture, and without Pillow."""
    try:
        from PIL import Image, ImageOps
    except ImportError:
        return ""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return ""
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            small = ImageOps.exif_transpose(picture).convert("RGB")
            small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            into = io.BytesIO()
            small.save(into, "JPEG", quality=QUALITY)
    except Exception:  # noqa: BLE001  whatever a decoder stumbles over, no photograph costs a report
        return ""
    return base64.b64encode(into.getvalue()).decode()

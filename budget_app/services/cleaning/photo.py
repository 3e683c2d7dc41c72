"""A photo made anew with Pillow: upright, smaller, nothing but the picture. Runs in the cleaning process only."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from budget_app.domain.errors import InvalidInputError
from budget_app.domain.uploads import CARD_SIZE, MAX_MEGAPIXELS, PHOTO_SIZE

_FORMATS = ("JPEG", "PNG", "WEBP")
_LONGEST = (max(PHOTO_SIZE), max(PHOTO_SIZE))


def make_photo(raw: bytes) -> list[bytes]:
    """The photo and its card as JPEG; raises InvalidInputError ``photo-too-many-pixels``, or whatever Pillow does."""
    Image.MAX_IMAGE_PIXELS = MAX_MEGAPIXELS * 1_000_000
    try:
        picture = Image.open(BytesIO(raw), formats=_FORMATS)  # reads the header, decodes nothing
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    if picture.width * picture.height > MAX_MEGAPIXELS * 1_000_000:
        raise _too_many_pixels()
    profile = picture.info.get("icc_profile")
    turn = picture.getexif().get(0x0112)  # how the camera was held (Exif 2.32, 4.6.4)
    picture.draft("RGB", _LONGEST)  # a JPEG is decoded at a half, a quarter or an eighth where that is enough
    small = _opaque(picture)
    small.thumbnail(_LONGEST, Image.Resampling.LANCZOS, reducing_gap=2.0)
    upright = _turned(_in_screen_colours(small, profile), turn)
    upright.thumbnail(PHOTO_SIZE, Image.Resampling.LANCZOS)
    card = ImageOps.fit(upright, CARD_SIZE, Image.Resampling.LANCZOS)
    return [_jpeg(upright, 82), _jpeg(card, 80)]


def _too_many_pixels() -> InvalidInputError:
    return InvalidInputError("photo-too-many-pixels", limit=MAX_MEGAPIXELS)


def _opaque(picture: Image.Image) -> Image.Image:
    """The first frame in red, green and blue; what was transparent is white."""
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        white = Image.new("RGB", picture.size, "white")
        white.paste(picture, mask=picture.getchannel("A"))
        return white
    return picture.convert("RGB")


def _in_screen_colours(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours as sRGB, since the profile that explained them is taken out; a profile that misfits is ignored."""
    if profile:
        with suppress(ImageCms.PyCMSError, OSError):
            changed = ImageCms.profileToProfile(picture, BytesIO(profile), ImageCms.createProfile("sRGB"))
            return changed or picture
    return picture


def _turned(picture: Image.Image, turn: int | None) -> Image.Image:
    """The picture as it was seen, by the number in which the camera noted how it was held."""
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    return picture.transpose(turns[turn]) if turn in turns else picture


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    """The pixels alone: copied onto an empty picture, so that no comment, position or profile comes along."""
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    output = BytesIO()
    bare.save(output, "JPEG", quality=quality, optimize=True, progressive=True)
    return output.getvalue()

# Writes pictures as Pillow, a reader and writer of pictures by other authors, and prints as
# JSON what each is: type, size, stored rotation, size as shown, and the colours in the middle
# of its four quarters as shown. The encoders are Pillow's own, so that neither side reads what
# it wrote itself.
import base64
import io
import json
import sys

from PIL import Image, ImageOps

ROTATION = 274  # Exif 2.32
PAINT = [(208, 0, 0), (0, 176, 0), (0, 0, 208), (208, 208, 0)]  # top left, top right, bottom left, bottom right


def painted(width, height):
    out = Image.new("RGB", (width, height))
    for i, colour in enumerate(PAINT):
        at = ((i % 2) * (width // 2), (i // 2) * (height // 2))
        out.paste(colour, (*at, at[0] + width - width // 2, at[1] + height - height // 2))
    return out


def quarters(picture):
    w, h = picture.size
    places = [(w * x // 4, h * y // 4) for y in (1, 3) for x in (1, 3)]
    if picture.mode == "I;16":  # Pillow cuts these off when it converts them
        return [[picture.getpixel(at) >> 8] * 3 for at in places]
    shown = picture.convert("RGB")
    return [list(shown.getpixel(at)) for at in places]


def saved(name, picture, kind, rotation=0, **options):
    if rotation:
        exif = Image.Exif()
        exif[ROTATION] = rotation
        options["exif"] = exif
    b = io.BytesIO()
    picture.save(b, kind, **options)
    back = Image.open(io.BytesIO(b.getvalue()))
    shown = ImageOps.exif_transpose(back)
    return {"name": name, "data": base64.b64encode(b.getvalue()).decode(), "kind": back.format.lower(),
            "width": back.width, "height": back.height, "rotation": back.getexif().get(ROTATION, 0),
            "shown": list(shown.size), "quarters": quarters(shown)}


def main():
    json.load(sys.stdin)
    whole = painted(1920, 1080)
    deep = Image.new("I;16", (1280, 720), 0)
    deep.paste(40000, (640, 0, 1280, 720))
    frames = [painted(640, 360), painted(640, 360).transpose(Image.Transpose.ROTATE_180)]
    clear = whole.convert("RGBA")
    clear.putalpha(255)
    out = [
        saved("png", whole, "PNG"), saved("png, packed little", whole, "PNG", compress_level=1),
        saved("png of 256 colours", whole.quantize(16), "PNG"), saved("png, grey", whole.convert("L"), "PNG"),
        saved("png, grey with 16 bits", deep, "PNG"),
        saved("png of two colours", whole.convert("1", dither=Image.Dither.NONE), "PNG"),
        saved("png with alpha", clear, "PNG"),
        saved("png, animated", frames[0], "PNG", save_all=True, append_images=frames[1:], duration=300),
        saved("jpeg", whole, "JPEG", quality=95),
        saved("jpeg, progressive", whole, "JPEG", progressive=True, quality=95),
        saved("jpeg, grey", whole.convert("L"), "JPEG", quality=95),
        saved("jpeg, CMYK", whole.convert("CMYK"), "JPEG", quality=95),
        saved("bmp", whole, "BMP"), saved("bmp of 256 colours", whole.quantize(16), "BMP"),
        saved("gif", whole, "GIF"),
        saved("gif, animated", frames[0], "GIF", save_all=True, append_images=frames[1:], duration=300),
        saved("webp", whole, "WEBP", lossless=True), saved("webp, lossy", whole, "WEBP", quality=95),
        saved("webp, animated", frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=300),
        saved("tiff", whole, "TIFF"), saved("tiff, packed", whole, "TIFF", compression="tiff_lzw"),
    ]
    for rotation in range(1, 9):
        out.append(saved(f"jpeg, rotation {rotation}", whole, "JPEG", rotation, quality=95))
        out.append(saved(f"png, rotation {rotation}", whole, "PNG", rotation))
    json.dump(out, sys.stdout)


main()

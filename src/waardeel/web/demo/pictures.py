"""Pictures for the sightings of the demo city: drawn streets, because no real street or face may be in them."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 960, 640
HOUSES = ((196, 106, 74), (168, 84, 62), (214, 168, 108), (122, 92, 82), (188, 138, 96))
LITTER = ((240, 240, 235), (220, 60, 60), (70, 120, 190), (240, 200, 60), (90, 150, 90))


def street_photo(chance: random.Random, category: str) -> io.BytesIO:
    """A drawn street as a JPEG file, with what the category is about lying in it."""
    image = Image.new("RGB", (WIDTH, HEIGHT), (176, 206, 222))
    draw = ImageDraw.Draw(image)
    left = -20
    while left < WIDTH:
        width, height = chance.randint(110, 190), chance.randint(210, 320)
        top = 400 - height
        draw.rectangle((left, top, left + width, 400), fill=chance.choice(HOUSES))
        draw.polygon(((left, top), (left + width / 2, top - 70), (left + width, top)), fill=chance.choice(HOUSES))
        for x in range(left + 22, left + width - 30, 52):
            for y in range(top + 26, 340, 74):
                draw.rectangle((x, y, x + 26, y + 40), fill=(226, 232, 224))
        left += width
    green = category in {"onkruid", "maaien-snoeien", "boom", "hondenpoep"}
    draw.rectangle((0, 400, WIDTH, 470), fill=(108, 148, 84) if green else (176, 168, 156))
    draw.rectangle((0, 470, WIDTH, HEIGHT), fill=(104, 106, 110))
    if category == "fietswrak":
        for _ in range(3):
            x, y = chance.randint(60, 760), chance.randint(420, 500)
            for shift in (0, 92):
                draw.ellipse((x + shift, y, x + shift + 74, y + 74), outline=(60, 50, 44), width=6)
            draw.line((x + 37, y + 37, x + 70, y - 6, x + 129, y + 37, x + 37, y + 37), fill=(150, 60, 40), width=6)
    elif green:
        for _ in range(160):
            x, y = chance.randint(0, WIDTH), chance.randint(396, 480)
            draw.line((x, y, x + chance.randint(-9, 9), y - chance.randint(14, 60)), fill=(74, 118, 56), width=4)
    else:
        for _ in range(60):
            x, y, size = chance.randint(0, WIDTH), chance.randint(420, 620), chance.randint(6, 20)
            draw.rectangle((x, y, x + size, y + size * 0.7), fill=chance.choice(LITTER))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=80)
    file.seek(0)
    return file

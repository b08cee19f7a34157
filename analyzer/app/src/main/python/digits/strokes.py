"""Draws digits: strokes in a unit square, moved and rasterised to 28x28 in plain arithmetic.

Nothing is loaded or downloaded: the training data are these strokes with jitter.
"""

import math

import numpy as np

SIZE = 28


def line(*points):
    return [(float(x), float(y)) for x, y in points]


def arc(cx, cy, rx, ry, start, end, steps=14):
    """Part of an ellipse; angles in degrees, 0 to the right, 90 downwards."""
    angles = [math.radians(start + (end - start) * i / steps) for i in range(steps + 1)]
    return [(cx + rx * math.cos(a), cy + ry * math.sin(a)) for a in angles]


# Each digit in its usual ways of writing; x to the right, y downwards, both from 0 to 1.
GLYPHS = {
    0: [[arc(0.5, 0.5, 0.27, 0.4, 0, 360, 28)]],
    1: [
        [line((0.5, 0.1), (0.5, 0.9))],
        [line((0.32, 0.28), (0.52, 0.1), (0.52, 0.9))],
    ],
    2: [
        [arc(0.5, 0.31, 0.25, 0.21, 190, 370) + line((0.27, 0.9), (0.77, 0.9))],
        [arc(0.48, 0.3, 0.24, 0.2, 200, 380) + line((0.3, 0.84), (0.42, 0.82), (0.78, 0.9))],
    ],
    3: [
        [arc(0.47, 0.3, 0.23, 0.2, 200, 450) + arc(0.47, 0.7, 0.26, 0.2, 270, 520)],
        [line((0.27, 0.12), (0.72, 0.12), (0.47, 0.44)) + arc(0.47, 0.67, 0.26, 0.23, 270, 510)],
    ],
    4: [
        [line((0.62, 0.9), (0.62, 0.1), (0.22, 0.62), (0.82, 0.62))],
        [line((0.3, 0.1), (0.26, 0.52), (0.78, 0.52)), line((0.66, 0.15), (0.62, 0.9))],
    ],
    5: [
        [line((0.74, 0.1), (0.34, 0.1), (0.3, 0.46)) + arc(0.48, 0.66, 0.25, 0.23, 230, 510)],
    ],
    6: [
        [arc(0.62, 0.52, 0.34, 0.42, 270, 170, 10) + arc(0.5, 0.68, 0.22, 0.21, 180, 540, 22)],
    ],
    7: [
        [line((0.24, 0.12), (0.76, 0.12), (0.42, 0.9))],
        [line((0.24, 0.14), (0.76, 0.12), (0.42, 0.9)), line((0.36, 0.5), (0.7, 0.5))],
    ],
    8: [
        [arc(0.5, 0.3, 0.2, 0.19, 90, 450, 22), arc(0.5, 0.69, 0.25, 0.21, 270, 630, 22)],
    ],
    9: [
        [arc(0.5, 0.32, 0.22, 0.21, 0, 360, 22) + line((0.72, 0.32), (0.66, 0.9))],
        [arc(0.5, 0.32, 0.22, 0.21, 0, 360, 22) + arc(0.42, 0.5, 0.3, 0.4, 0, 80, 8)],
    ],
}

X, Y = np.meshgrid((np.arange(SIZE) + 0.5) / SIZE, (np.arange(SIZE) + 0.5) / SIZE)


def distance(strokes):
    """For each pixel, how far the nearest stroke is."""
    nearest = np.full((SIZE, SIZE), 9.0)
    for stroke in strokes:
        for (x0, y0), (x1, y1) in zip(stroke, stroke[1:]):
            dx, dy = x1 - x0, y1 - y0
            length = max(dx * dx + dy * dy, 1e-12)
            along = np.clip(((X - x0) * dx + (Y - y0) * dy) / length, 0, 1)
            nearest = np.minimum(nearest, np.hypot(X - x0 - along * dx, Y - y0 - along * dy))
    return nearest


def render(strokes, thickness=0.045, ink=1.0):
    """The strokes as grey values from 0 (paper) to 1 (ink)."""
    return ink * np.clip((thickness - distance(strokes)) * SIZE + 0.5, 0, 1)


def move(strokes, rotate=0.0, scale=(1.0, 1.0), shear=0.0, shift=(0.0, 0.0)):
    """Rotates by degrees, scales, shears and shifts around the middle of the square."""
    c, s = math.cos(math.radians(rotate)), math.sin(math.radians(rotate))

    def moved(point):
        x, y = (point[0] - 0.5) * scale[0], (point[1] - 0.5) * scale[1]
        x += shear * y
        return (0.5 + c * x - s * y + shift[0], 0.5 + s * x + c * y + shift[1])

    return [[moved(point) for point in stroke] for stroke in strokes]


def jittered(digit, random):
    """A digit as someone might have written it."""
    ways = GLYPHS[digit]
    strokes = ways[random.integers(len(ways))]
    wobble = random.normal(0, 0.012, (sum(map(len, strokes)), 2))
    points = iter(wobble)
    strokes = [[(x + d[0], y + d[1]) for (x, y), d in zip(stroke, points)] for stroke in strokes]
    strokes = move(
        strokes,
        rotate=random.normal(0, 8),
        scale=random.uniform(0.7, 1.05, 2),
        shear=random.normal(0, 0.12),
        shift=random.normal(0, 0.05, 2),
    )
    image = render(strokes, random.uniform(0.03, 0.07), random.uniform(0.7, 1.0))
    noise = random.normal(0, random.uniform(0, 0.12), image.shape)
    return np.clip(image + noise, 0, 1)

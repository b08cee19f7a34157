"""The golden cases of the suite digits: each drawn on purpose."""

import json

import numpy as np

from strokes import GLYPHS, SIZE, arc, line, move, render


def clean(digit, way=0, **how):
    return render(GLYPHS[digit][way], **how)


def moved(digit, way=0, **how):
    return render(move(GLYPHS[digit][way], **how))


def pixel(row, column):
    image = np.zeros((SIZE, SIZE))
    image[row, column] = 1
    return image


def keep(image, rows=slice(None), columns=slice(None)):
    kept = np.zeros_like(image)
    kept[rows, columns] = image[rows, columns]
    return kept


def typical():
    for digit in range(10):
        why = "a clean %d: one per class, so that swapped classes cannot hide" % digit
        yield f"clean-{digit}", clean(digit), ["typical"], why, digit


def no_digit(random):
    yield "blank", np.zeros((SIZE, SIZE)), ["empty"], "an empty field of the form: shows the biases alone"
    yield "all-ink", np.ones((SIZE, SIZE)), ["empty"], "the scanner's lid was open: every pixel at its maximum"
    yield "mid-grey", np.full((SIZE, SIZE), 0.5), ["empty"], "grey paper, exactly between ink and paper"
    yield "one-pixel-middle", pixel(14, 14), ["empty"], "one speck of dust in the middle: the response of a single weight per filter"
    yield "one-pixel-corner", pixel(0, 0), ["empty", "edge"], "the same speck in the corner, where the filters touch it only once"
    yield "last-pixel", pixel(27, 27), ["empty", "edge"], "the last pixel of the buffer, where an image read one element short would differ"
    noise = np.clip(random.normal(0.3, 0.25, (SIZE, SIZE)), 0, 1)
    yield "noise-only", noise, ["noise"], "a faulty sensor: no digit at all, and the model must not become sure"
    board = np.indices((SIZE, SIZE)).sum(0) % 2
    yield "checkerboard", board.astype(float), ["pattern"], "the highest frequency that fits: opposite signs of neighbouring weights add up"
    frame = clean(4)
    frame[[0, -1], :] = frame[:, [0, -1]] = 1
    yield "boxed-4", frame, ["pattern", "edge"], "the printed box of the form was not cut away"
    cross = [line((0.2, 0.15), (0.8, 0.85)), line((0.8, 0.15), (0.2, 0.85))]
    yield "crossed-out", render(cross), ["pattern"], "people cross the field out when it does not apply"


def places():
    yield "left-edge-7", moved(7, shift=(-0.24, 0)), ["shift", "edge"], "written against the left border"
    yield "right-edge-2", moved(2, shift=(0.24, 0)), ["shift", "edge"], "written over the right border: the last column is cut"
    yield "top-edge-6", moved(6, shift=(0, -0.16)), ["shift", "edge"], "the field was cut too low: the top of the stroke is missing"
    yield "bottom-edge-9", moved(9, shift=(0, 0.2)), ["shift", "edge"], "the foot of the 9 is missing, its ring is not"
    yield "one-pixel-right-5", moved(5, shift=(1 / 28, 0)), ["shift"], "clean-5 moved by one pixel: pooling must swallow it as it did in training"
    yield "tiny-3", moved(3, scale=(0.35, 0.35)), ["size"], "a third of the usual size, in the middle"
    yield "huge-0", moved(0, scale=(2.1, 1.2)), ["size", "edge"], "wider than the field: two bows are left of the ring"
    yield "quarter-turn-4", moved(4, rotate=90), ["rotation"], "the sheet went in sideways"
    yield "half-turn-6", moved(6, rotate=180), ["rotation", "ambiguous"], "a 6 upside down is a 9 to everyone but its writer"
    yield "slanted-8", moved(8, shear=-0.45), ["rotation"], "slanted far beyond training"
    mirrored = clean(2)[:, ::-1]
    yield "mirrored-2", mirrored, ["rotation", "ambiguous"], "a transparent sheet scanned from behind: half way to a 5"


def inks(random):
    yield "thin-4", clean(4, thickness=0.012), ["stroke"], "hard pencil: the stroke is thinner than a pixel"
    yield "thick-8", clean(8, thickness=0.13), ["stroke"], "felt pen: both rings are nearly filled in"
    yield "faint-5", clean(5, ink=0.2), ["stroke"], "the pen runs dry: a fifth of the contrast"
    inverted = 1 - clean(3)
    yield "inverted-3", inverted, ["preprocessing"], "white on black: someone has forgotten, or repeated, the inversion"
    yield "unscaled-7", np.rint(clean(7) * 255), ["preprocessing"], "clean-7 in bytes from 0 to 255: the scaling step was lost"
    standard = (clean(7) - 0.1307) / 0.3081
    yield "standardised-7", standard, ["preprocessing"], "clean-7 standardised as another digit data set wants it"
    salted = clean(6)
    salted[random.random((SIZE, SIZE)) < 0.08] = 1
    yield "salted-6", salted, ["noise"], "bad toner: one pixel in twelve is ink"
    noisy = np.clip(clean(2) + random.normal(0, 0.35, (SIZE, SIZE)), 0, 1)
    yield "noisy-2", noisy, ["noise"], "three times the noise of training"


def parts():
    yield "upper-half-9", keep(clean(9), rows=slice(0, 14)), ["part", "ambiguous"], "only the ring of the 9 was scanned: could be the top of an 8, too"
    yield "lower-half-2", keep(clean(2), rows=slice(14, None)), ["part"], "the top of the sheet was folded over"
    yield "right-half-8", keep(clean(8), columns=slice(14, None)), ["part", "ambiguous"], "the right half of an 8 is a 3"
    yield "left-half-0", keep(clean(0), columns=slice(0, 14)), ["part", "ambiguous"], "half a ring: nothing in training opens to the right like this"
    two = [*move(GLYPHS[1][0], scale=(0.5, 0.8), shift=(-0.22, 0)), *move(GLYPHS[2][0], scale=(0.55, 0.8), shift=(0.18, 0))]
    yield "two-digits-12", render(two), ["part"], "the segmentation failed: two digits in one field"


def between():
    yield "between-1-and-7", render([line((0.3, 0.2), (0.6, 0.12), (0.5, 0.9))]), ["ambiguous"], "a 1 with a long flag, or a 7 with a short bar"
    yield "between-4-and-9", render([line((0.34, 0.14), (0.27, 0.48), (0.68, 0.48)), line((0.36, 0.12), (0.62, 0.16)), line((0.66, 0.14), (0.63, 0.9))]), ["ambiguous"], "an angular 9 whose ring is not quite closed"
    yield "between-3-and-8", render([*GLYPHS[3][0], arc(0.47, 0.3, 0.23, 0.2, 165, 200, 6), arc(0.47, 0.7, 0.26, 0.2, 160, 200, 6)]), ["ambiguous"], "a 3 whose ends curl inwards until it is nearly an 8"
    yield "between-5-and-6", render([*GLYPHS[5][0], arc(0.48, 0.66, 0.24, 0.22, 140, 205, 6)]), ["ambiguous"], "a 5 whose lower bow runs on into a ring"
    yield "between-0-and-6", render([*move(GLYPHS[0][0], scale=(0.85, 0.9)), arc(0.5, 0.66, 0.21, 0.2, 200, 300, 6)]), ["ambiguous"], "a 0 with the loop of its start left inside"
    yield "between-2-and-7", render([arc(0.5, 0.31, 0.25, 0.2, 200, 370) + line((0.42, 0.86), (0.56, 0.88))]), ["ambiguous"], "a 2 with hardly a foot"


def number(value):
    short = round(float(value), 2)
    return int(short) if short == int(short) else short


def write(path, seed):
    random = np.random.default_rng(seed)
    scenes = [*typical(), *no_digit(random), *places(), *inks(random), *parts(), *between()]
    with open(path, "w", encoding="utf-8") as file:
        for id, image, tags, why, *label in scenes:
            data = [number(value) for value in image.ravel()]
            pixels = {"dtype": "fp32", "shape": [1, 1, SIZE, SIZE], "data": data}
            case = {"id": id, "input": {"pixels": pixels}, "tags": tags, "why": why}
            if label:
                case["expect"] = {"label": str(label[0])}
            file.write(json.dumps(case, separators=(",", ":")) + "\n")
    print(f"{len(scenes)} cases")

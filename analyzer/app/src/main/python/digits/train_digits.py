"""Makes the sample digits: a TorchScript model and the golden cases of its suite.

    PYTHONHASHSEED=0 /usr/bin/python3 train_digits.py ../../../../../../canaries/digits

Needs Debian's python3-torch, and is run once: model and cases are kept in the repository. Every
draw comes from one seed, so the same versions of torch and numpy give the same bytes; the hash seed
is for torch, which writes some constants in the order of a set.
"""

import io
import os
import sys
import zipfile

import numpy as np
import torch
from torch import nn

import cases
import strokes

SEED = 20261103
IMAGES = 8000
EPOCHS = 12
BATCH = 50


class Digits(nn.Module):
    """Two convolutions and one layer; gives logits."""

    def __init__(self):
        super().__init__()
        self.edges = nn.Conv2d(1, 6, 5)
        self.parts = nn.Conv2d(6, 12, 3)
        self.whole = nn.Linear(12 * 5 * 5, 10)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        x = torch.max_pool2d(torch.relu(self.edges(pixels)), 2)
        x = torch.max_pool2d(torch.relu(self.parts(x)), 2)
        return self.whole(x.flatten(1))


def images(random, count):
    digits = random.integers(0, 10, count)
    pixels = np.stack([strokes.jittered(int(digit), random) for digit in digits])
    return torch.tensor(pixels[:, None], dtype=torch.float32), torch.tensor(digits)


def train(model, pixels, digits, order):
    # Smoothed labels keep the logits moderate, so that a small change of a weight still shows.
    loss = nn.CrossEntropyLoss(label_smoothing=0.05)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.002, weight_decay=1e-4)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(digits), generator=order).split(BATCH):
            optimiser.zero_grad()
            loss(model(pixels[batch]), digits[batch]).backward()
            optimiser.step()


def save(model, path):
    """Writes TorchScript without the records of where its source lay, at a fixed date."""
    buffer = io.BytesIO()
    torch.jit.save(torch.jit.script(model), buffer)
    # torch reads a stored archive whose entries start at multiples of 64, as it writes them.
    with zipfile.ZipFile(buffer) as source, open(path, "wb") as target:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            for name in source.namelist():
                if not name.endswith(".debug_pkl"):
                    content = source.read(name)
                    info = zipfile.ZipInfo(name.replace(name.split("/")[0], "digits", 1))
                    start = archive.start_dir + 30 + len(info.filename) + 4
                    padding = -start % 64
                    info.extra = b"FB" + padding.to_bytes(2, "little") + b"Z" * padding
                    archive.writestr(info, content)


def main(folder):
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    random = np.random.default_rng(SEED)
    pixels, digits = images(random, IMAGES)
    model = Digits()
    train(model, pixels, digits, torch.Generator().manual_seed(SEED))
    model.eval()
    unseen, truth = images(random, 1000)
    right = (model(unseen).argmax(1) == truth).float().mean().item()
    print(f"right on 1000 unseen digits: {right:.3f}")
    save(model, os.path.join(folder, "model.pt"))
    cases.write(os.path.join(folder, "cases.jsonl"), SEED)


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":
        sys.exit("set PYTHONHASHSEED=0, or the file differs from run to run")
    main(sys.argv[1])

"""Makes the TorchScript files under ../resources/torchscript, which DJL itself cannot write.

Seeded, so that a second run gives the same weights. Made once with Debian 12's python3-torch 1.13:

    /usr/bin/python3 make_torchscript.py
"""

import zipfile
from pathlib import Path
from typing import Dict, List, Optional, Tuple

import torch
from torch import Tensor, nn

FOLDER = Path(__file__).parent.parent / "resources" / "torchscript"


class Mlp(nn.Module):
    """Two layers with a buffer: the plainest model there is."""

    scale: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Linear(4, 8)
        self.second = nn.Linear(8, 3)
        self.register_buffer("scale", torch.tensor([1.0, 2.0, 0.5, 4.0]))

    def forward(self, x: Tensor) -> Tensor:
        return self.second(torch.relu(self.first(x * self.scale)))


class Scalars(nn.Module):
    """Takes one argument of each scalar kind and two with a default."""

    def forward(
        self, x: Tensor, count: int, factor: float, negate: bool, name: str, shift: int = 0, note: str = "none"
    ) -> Tuple[Tensor, str]:
        y = x * factor * count + shift
        if negate:
            y = -y
        return y, name + "/" + note


class Containers(nn.Module):
    """Takes a list, a dict, a tuple and lists of scalars."""

    def forward(
        self, xs: List[Tensor], named: Dict[str, Tensor], pair: Tuple[Tensor, Tensor], axes: List[int],
        factors: List[float], last: Optional[Tensor]
    ) -> Tensor:
        total = xs[0]
        for x in xs[1:]:
            total = total + x
        total = total + named["left"] - named["right"] + pair[0] * pair[1]
        total = total * factors[0] + factors[1]
        if last is not None:
            total = total + last
        return total.sum(axes)


class Nested(nn.Module):
    """Answers with everything that TorchScript can nest."""

    def forward(
        self, x: Tensor
    ) -> Tuple[Tensor, Dict[str, Tensor], List[Tensor], int, float, bool, str, List[int], List[Tuple[str, Tensor]], Optional[Tensor]]:
        parts: List[Tensor] = []
        for i in range(x.size(0)):
            parts.append(x[i].t())
        named = {"sum": x.sum(), "half": x.half(), "empty": x[0:0]}
        tagged = [("a", x + 1), ("b", x + 2)]
        return x.transpose(0, 1), named, parts, x.size(0), 0.1, True, "text", [1, 2, 3], tagged, None


class Types(nn.Module):
    """Hands its input back, in another type if told so."""

    def forward(self, x: Tensor, to: str = "same") -> Tensor:
        if to == "int16":
            return x.to(torch.int16)
        if to == "bfloat16":
            return x.to(torch.bfloat16)
        if to == "complex64":
            return x.to(torch.complex64)
        if to == "sparse":
            return x.to_sparse()
        return x


class Stateful(nn.Module):
    """Counts its calls and averages what it saw; keeps its input, too."""

    sum: Tensor
    last: Tensor
    calls: int

    def __init__(self) -> None:
        super().__init__()
        self.sum = torch.zeros(2)
        self.last = torch.zeros(2)
        self.calls = 0

    @torch.jit.export
    def reset_states(self, calls: int = 0) -> None:
        self.sum = torch.zeros(2)
        self.last = torch.zeros(2)
        self.calls = calls

    @torch.jit.export
    def reset_to(self, sum: Tensor) -> None:
        self.sum = sum

    @torch.jit.export
    def describe(self) -> str:
        return "calls: " + str(self.calls)

    def forward(self, x: Tensor) -> Tensor:
        self.calls += 1
        self.sum = self.sum + x
        before = self.last
        self.last = x
        return torch.stack([self.sum / self.calls, before])


class HalfPrecision(nn.Module):
    """fp16 weights, input and output."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(4, 3)

    def forward(self, x: Tensor) -> Tensor:
        return self.layer(x)


class Failing(nn.Module):
    """Raises its own error, and one of PyTorch's on a shape that does not fit."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(4, 3)

    def forward(self, x: Tensor) -> Tensor:
        if bool(x.sum() < 0):
            raise ValueError("the sum must not be negative")
        return self.layer(x)


class Dropping(nn.Module):
    """Answers at random while training, the same always while not."""

    def __init__(self) -> None:
        super().__init__()
        self.drop = nn.Dropout(0.5)

    def forward(self, x: Tensor) -> Tensor:
        return self.drop(x)


def strip(path: Path) -> None:
    """Drops the tracebacks' source positions, which name files of the machine that made them."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist() if not name.endswith(".debug_pkl")}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content)


def save(name: str, module: nn.Module) -> None:
    scripted = module if isinstance(module, torch.jit.ScriptModule) else torch.jit.script(module)
    scripted.save(str(FOLDER / name))
    strip(FOLDER / name)


def quantized() -> nn.Module:
    mlp = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3)).eval()
    return torch.quantization.quantize_dynamic(mlp, {nn.Linear}, dtype=torch.qint8)


def frozen(mlp: nn.Module) -> torch.jit.ScriptModule:
    return torch.jit.freeze(torch.jit.script(mlp.eval()))


def main() -> None:
    torch.manual_seed(20261101)
    FOLDER.mkdir(parents=True, exist_ok=True)
    mlp = Mlp().eval()
    save("mlp.pt", mlp)
    # The same weights under another archive name and from a module in training mode.
    save("mlp_again.pt", mlp.train())
    save("mlp_frozen.pt", frozen(mlp))
    save("scalars.pt", Scalars())
    save("containers.pt", Containers())
    save("nested.pt", Nested())
    save("types.pt", Types())
    save("stateful.pt", Stateful())
    save("half.pt", HalfPrecision().half())
    save("failing.pt", Failing())
    save("dropping.pt", Dropping())
    save("quantized.pt", quantized())
    # Not TorchScript: what people save by mistake.
    torch.save(mlp.state_dict(), str(FOLDER / "state_dict.pt"))


if __name__ == "__main__":
    main()

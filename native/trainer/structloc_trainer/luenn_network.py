"""LUENN's network: one frame in, a map four times as fine with two channels out, A·cos φ and A·sin φ.

The structure is that of the published package (Abdehkakha & Snoeyink, arXiv 2305.05542): a U-Net of four levels down to an
eighth of the frame's resolution, bilinear up-sampling to twice and four times the frame's resolution, and at both a dense block
of four convolutions that see all those before them. Ours differs in that it has LeakyReLU and no normalisation layers, like the
other network of this package (ONNX Runtime fuses them into the convolution), up-samples without aligning corners (so that what
a tile gives does not depend on its size), and has its widths as options: `full` is as wide as the published one.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .network import SLOPE, conv, initialise


@dataclass(frozen=True)
class LuennSize:
    """Channels at the frame's resolution (2, 4 and 8 times as many below it), at twice and at four times of it; convolutions a level below half."""

    width: int
    twice: int
    fine: int
    deep: int


SIZES = {
    "tiny": LuennSize(width=8, twice=6, fine=4, deep=1),
    "small": LuennSize(width=16, twice=8, fine=4, deep=1),
    "full": LuennSize(width=64, twice=64, fine=64, deep=4),
}


class Chain(nn.Module):
    """Convolutions of 3×3, one after another."""

    def __init__(self, inputs: int, outputs: int, count: int):
        super().__init__()
        self.layers = nn.ModuleList([conv(inputs if i == 0 else outputs, outputs) for i in range(count)])

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.layers:
            x = F.leaky_relu(layer(x), SLOPE)
        return x


class Dense(nn.Module):
    """Four convolutions of 3×3; the last two see the results of all but the first."""

    def __init__(self, inputs: int, width: int):
        super().__init__()
        self.first, self.second = conv(inputs, width), conv(width, width)
        self.third, self.fourth = conv(2 * width, width), conv(3 * width, width)

    def forward(self, x: Tensor) -> Tensor:
        first = F.leaky_relu(self.first(x), SLOPE)
        second = F.leaky_relu(self.second(first), SLOPE)
        third = F.leaky_relu(self.third(torch.cat((second, first), 1)), SLOPE)
        return F.leaky_relu(self.fourth(torch.cat((third, second, first), 1)), SLOPE)


def twice(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)


class LuennNetwork(nn.Module):
    """`forward` takes normalised frames and gives the label map; `LuennLocalizer` takes photons and is what is exported."""

    multiple = 8

    def __init__(self, size: LuennSize):
        super().__init__()
        self.size = size
        w = size.width
        self.encoder = nn.ModuleList([
            Chain(1, w, 2), Chain(w, 2 * w, 2), Chain(2 * w, 4 * w, size.deep), Chain(4 * w, 8 * w, size.deep),
        ])
        self.rise = nn.ModuleList([conv(8 * w, 4 * w), conv(4 * w, 2 * w), conv(2 * w, w)])
        self.join = nn.ModuleList([conv(8 * w, 4 * w), conv(4 * w, 2 * w), conv(2 * w, w)])
        self.twice = Dense(w, size.twice)
        self.fine = Dense(size.twice, size.fine)
        self.out = conv(size.fine, 2)
        self.apply(initialise)
        with torch.no_grad():
            self.out.weight.mul_(0.1)

    def forward(self, frames: Tensor) -> Tensor:
        """frames [N, H, W] normalised → label maps [N, 2, 4H, 4W], float32."""
        x = frames[:, None]
        levels = []
        for i, level in enumerate(self.encoder):
            x = level(F.max_pool2d(x, 2) if i > 0 else x)
            levels.append(x)
        for i, (rise, join) in enumerate(zip(self.rise, self.join, strict=True)):
            x = F.leaky_relu(rise(twice(x)), SLOPE)
            x = F.leaky_relu(join(torch.cat((x, levels[2 - i]), 1)), SLOPE)
        x = self.fine(twice(self.twice(twice(x))))
        with torch.autocast(x.device.type, enabled=False):
            return self.out(x.float())

    def macs_per_pixel(self) -> float:
        """Multiply-accumulate operations per pixel of a frame."""
        scale = {"encoder.0": 1, "encoder.1": 1 / 4, "encoder.2": 1 / 16, "encoder.3": 1 / 64,
                 "rise.0": 1 / 16, "rise.1": 1 / 4, "rise.2": 1, "join.0": 1 / 16, "join.1": 1 / 4, "join.2": 1,
                 "twice": 4, "fine": 16, "out": 16}
        return sum(layer.weight.numel() * next(s for place, s in scale.items() if name.startswith(place))
                   for name, layer in self.named_modules() if isinstance(layer, nn.Conv2d))

    def halo(self) -> int:
        """Pixels of the frame beyond this distance cannot change an output: the reaches of all layers at their scales, pooling and up-sampling included."""
        deep = self.size.deep
        down = 2 + 1 + 2 * 2 + 2 + deep * 4 + 4 + deep * 8
        up = sum(step * (2 + 1 + 1) for step in (4, 2, 1))
        fine = 0.5 * (2 + 4) + 0.25 * (2 + 4 + 1)
        return int(down + up + fine + 1)


def create(size: str, seed: int) -> LuennNetwork:
    """A network of the named size whose first weights depend on `seed` alone."""
    state = torch.random.get_rng_state()
    torch.manual_seed(seed)
    network = LuennNetwork(SIZES[size])
    torch.random.set_rng_state(state)
    return network


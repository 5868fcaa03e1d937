"""The Gaussian-mixture network: features of each frame, computed once, fused over three frames.

A frame goes through a small U-Net at half and quarter resolution; the features of a frame and its two neighbours are
fused by a second one; a light head at full resolution sees the fused context and the raw frames. Per pixel it gives the ten
channels of DECODE (Speiser et al., Nat. Methods 18, 1082, 2021): detection probability, photons, offsets, depth, their
uncertainties, background. LeakyReLU throughout, since ONNX Runtime fuses it into the convolution; no normalisation layers.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

CHANNELS = ("p", "photons", "dx", "dy", "z", "sigma_photons", "sigma_x", "sigma_y", "sigma_z", "background")
SLOPE = 0.2


@dataclass(frozen=True)
class Size:
    """Widths of a network: `context` channels at half, `deep` at quarter, `detail` at full resolution; `units` a level."""

    context: int
    deep: int
    detail: int
    units: int


SIZES = {
    "tiny": Size(context=16, deep=16, detail=16, units=1),
    "small": Size(context=48, deep=48, detail=24, units=1),
    "full": Size(context=96, deep=128, detail=48, units=2),
}


def conv(inputs: int, outputs: int, kernel: int = 3, stride: int = 1) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, kernel, stride, (kernel - stride + 1) // 2)


class Unit(nn.Module):
    """Two 3×3 convolutions around a shortcut."""

    def __init__(self, channels: int):
        super().__init__()
        self.first, self.second = conv(channels, channels), conv(channels, channels)

    def forward(self, x: Tensor) -> Tensor:
        return F.leaky_relu(x + self.second(F.leaky_relu(self.first(x), SLOPE)), SLOPE)


class TwoLevels(nn.Module):
    """A U-Net of two levels: units at the resolution of the input and at half of it, joined."""

    def __init__(self, size: Size):
        super().__init__()
        c, d = size.context, size.deep
        self.top = nn.Sequential(*[Unit(c) for _ in range(size.units)])
        self.down = conv(c, d, 2, 2)
        self.bottom = nn.Sequential(*[Unit(d) for _ in range(size.units)])
        self.up = conv(d, 4 * c, 1)
        self.join = conv(c, c)

    def forward(self, x: Tensor) -> Tensor:
        x = self.top(x)
        deep = self.bottom(F.leaky_relu(self.down(x), SLOPE))
        return F.leaky_relu(self.join(x + F.pixel_shuffle(self.up(deep), 2)), SLOPE)


class Network(nn.Module):
    """`forward` takes normalised frames and gives raw maps; `Localizer` adds units and is what is exported."""

    multiple = 4

    def __init__(self, size: Size):
        super().__init__()
        self.size = size
        c, f = size.context, size.detail
        self.stem = conv(1, c, 4, 2)
        self.frame = TwoLevels(size)
        self.fuse = conv(3 * c, c)
        self.context = TwoLevels(size)
        self.raise_ = conv(c, 4 * f, 1)
        self.raw = conv(3, f, 3)
        self.detail = conv(f, f, 3)
        self.out = nn.Conv2d(f, len(CHANNELS), 1)
        self.apply(initialise)
        with torch.no_grad():
            for layer in self.modules():
                if isinstance(layer, Unit):
                    layer.second.weight.mul_(0.3)
            self.out.weight.mul_(0.1)
            self.out.bias.zero_()
            self.out.bias[0] = -6.0
            self.out.bias[5:9] = -1.5

    def forward(self, frames: Tensor) -> Tensor:
        """frames [B, T+2, H, W] normalised → raw maps [B·T, 10, H, W], float32."""
        batch, length, height, width = frames.shape
        x = frames.reshape(batch * length, 1, height, width)
        features = self.frame(F.leaky_relu(self.stem(x), SLOPE))
        fused = self.context(F.leaky_relu(self.fuse(_triples(features, batch, length)), SLOPE))
        detail = F.pixel_shuffle(self.raise_(fused), 2) + self.raw(_triples(x, batch, length))
        detail = F.leaky_relu(detail, SLOPE)
        detail = F.leaky_relu(detail + self.detail(detail), SLOPE)
        with torch.autocast(detail.device.type, enabled=False):
            return self.out(detail.float())

    def macs_per_pixel(self) -> float:
        """Multiply-accumulate operations per pixel and frame, frame features counted once."""
        n = lambda layer: layer.weight.numel()  # noqa: E731
        total = 0.0
        for name, layer in self.named_modules():
            if isinstance(layer, nn.Conv2d):
                total += n(layer) / self._area(name)
        return total

    @staticmethod
    def _area(name: str) -> int:
        if name in ("raw", "detail", "out"):
            return 1
        return 16 if ".bottom" in name or name.endswith((".down", ".up")) else 4

    def halo(self) -> int:
        """Pixels beyond this distance cannot change an output: the sum of the kernels' reaches at their scales."""
        units = self.size.units
        level = 2 * units * 2 + 2 * units * 4 + 4 + 2  # top, bottom, down and up, join
        return 2 + level + 2 + level + 2 + 2


def _triples(features: Tensor, batch: int, length: int) -> Tensor:
    """Features [B·(T+2), C, h, w] → each frame with its neighbours, [B·T, 3C, h, w]."""
    if batch == 1:
        return torch.cat((features[:-2], features[1:-1], features[2:]), 1)
    _, channels, height, width = features.shape
    last = features.permute(0, 2, 3, 1).reshape(batch, length, height, width, channels)
    joined = torch.cat((last[:, :-2], last[:, 1:-1], last[:, 2:]), 4)
    return joined.reshape(batch * (length - 2), height, width, 3 * channels).permute(0, 3, 1, 2)


def initialise(layer: nn.Module) -> None:
    if isinstance(layer, nn.Conv2d):
        nn.init.kaiming_normal_(layer.weight, a=SLOPE, nonlinearity="leaky_relu")
        nn.init.zeros_(layer.bias)


def create(size: str, seed: int) -> Network:
    """A network of the named size whose first weights depend on `seed` alone."""
    state = torch.random.get_rng_state()
    torch.manual_seed(seed)
    network = Network(SIZES[size])
    torch.random.set_rng_state(state)
    return network

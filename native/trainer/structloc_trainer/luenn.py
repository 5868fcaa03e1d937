"""Training of LUENN: its loss, what is exported, and a quick score to watch it by.

The loss is the squared error of the label map, summed over both channels and divided by the number of emitters, as in the published
package: not by that of label pixels, nearly all of which are empty. So the sum over a spot becomes the expected number of emitters
there, which is what thresholds mean elsewhere, too. Counting label pixels 1 + k·A times, A being the amplitude of their label, was
tried with k of 0, 1 and 4 (9,000 targets, one seed): the mean 3D efficiency at thresholds of their own was 33, 35 and 33 %. Not worth it:
with k > 0 a spot's sum is that number no longer, and the best threshold lay beyond those tried.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .loss import Targets
from .luenn_label import SPOT_SIGMA, UPSAMPLING, label
from .luenn_network import LuennNetwork
from .monitor import Tally
from .scale import Scale


@dataclass(frozen=True)
class LuennLoss:
    spots: Tensor
    empty: Tensor

    @property
    def total(self) -> Tensor:
        return self.spots + self.empty

    def parts(self) -> dict[str, float]:
        return {name: getattr(self, name).item() for name in ("spots", "empty")}


def loss(maps: Tensor, targets: Targets) -> LuennLoss:
    """Squared error of label maps [N, 2, 4H, 4W] an emitter, told apart for label pixels within spots and for those without."""
    frames, _, height, width = maps.shape
    wanted = label(targets, frames, height // UPSAMPLING, width // UPSAMPLING)
    amplitude = wanted.square().sum(1).sqrt()
    error = (maps - wanted).square().sum(1)
    number = max(1, len(targets.frame))
    spot = amplitude > np.exp(-0.5 * (2.5 / SPOT_SIGMA) ** 2)
    spots = (error * spot).sum() / number
    return LuennLoss(spots, error.sum() / number - spots)


class LuennLocalizer(nn.Module):
    """What is exported: photons [T, H, W] → label maps [T, 2, 4H, 4W]; every frame by itself."""

    def __init__(self, network: LuennNetwork, scale: Scale):
        super().__init__()
        self.network, self.scale = network, scale

    def forward(self, photons: Tensor) -> Tensor:
        return self.network(self.scale.normalise(photons))


class LuennTally(Tally):
    """Scores of local maxima of the amplitude over half a spot's."""

    def _found(self, maps: Tensor) -> np.ndarray:
        return peaks(maps, self.threshold)


def peaks(maps: Tensor, threshold: float) -> np.ndarray:
    """Detections [n, 4]: frame, x_px, y_px, z (scaled): 3×3 maxima of the amplitude, placed by the parabola through its logarithms."""
    amplitude = maps.square().sum(1, keepdim=True).sqrt()
    top = (amplitude == F.max_pool2d(amplitude, 3, 1, 1)) & (amplitude > threshold)
    frame, _, row, column = torch.nonzero(top, as_tuple=True)
    log = torch.log(F.pad(amplitude, (1, 1, 1, 1)).clamp(min=1e-3))[:, 0]

    def offset(step_row: int, step_column: int) -> Tensor:
        at = lambda n: log[frame, row + 1 + n * step_row, column + 1 + n * step_column]  # noqa: E731
        return ((at(1) - at(-1)) / (2 * (2 * at(0) - at(1) - at(-1))).clamp(min=1e-3)).clamp(-0.5, 0.5)

    phi = torch.atan2(maps[frame, 1, row, column], maps[frame, 0, row, column])
    phi = torch.where(phi < -torch.pi / 2, phi + 2 * torch.pi, phi)
    x = (column + 0.5 + offset(0, 1)) / UPSAMPLING
    y = (row + 0.5 + offset(1, 0)) / UPSAMPLING
    return torch.stack((frame.float(), x, y, 2 * phi / torch.pi - 1), 1).cpu().numpy()

"""A quick score during training: local maxima of the detection probability, matched to the targets.

Only to watch a training; published scores come from the application's own decoder and matching.
"""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from .loss import Targets
from .scale import Maps, Scale

GATE = 250.0
AXIAL_GATE = 500.0


class Tally:
    """True positives, false ones and misses of several batches, with squared errors in nm²."""

    def __init__(self, scale: Scale, pixel_size: float, threshold: float = 0.4):
        self.scale, self.pixel_size, self.threshold = scale, pixel_size, threshold
        self.tp = self.fp = self.fn = 0
        self.lateral = self.axial = 0.0

    def add(self, maps: Maps, targets: Targets) -> None:
        found = self._found(maps)
        for frame in range(len(targets.background)):
            here, there = found[found[:, 0] == frame], (targets.frame == frame).cpu().numpy()
            truth = np.stack([getattr(targets, name).cpu().numpy()[there] for name in ("x", "y", "z")], 1)
            self._match(here[:, 1:4] * self._units(), truth * self._units())

    def _found(self, maps: Maps) -> np.ndarray:
        return peaks(maps, self.threshold)

    def _units(self) -> np.ndarray:
        return np.array([self.pixel_size, self.pixel_size, self.scale.z_half])

    def _match(self, found: np.ndarray, truth: np.ndarray) -> None:
        squared = (found[:, None] - truth[None]) ** 2
        lateral, axial = squared[..., :2].sum(2), squared[..., 2]
        distance = np.where((lateral < GATE**2) & (axial < AXIAL_GATE**2), lateral + axial, np.inf)
        matched = 0
        for flat in np.argsort(distance, axis=None):
            i, j = np.unravel_index(flat, distance.shape)
            if not np.isfinite(distance[i, j]):
                if np.isinf(distance).all():
                    break
                continue
            matched += 1
            self.lateral += float(lateral[i, j])
            self.axial += float(axial[i, j])
            distance[i, :] = distance[:, j] = np.inf
        self.tp += matched
        self.fp += len(found) - matched
        self.fn += len(truth) - matched

    def scores(self) -> dict[str, float | None]:
        """Jaccard index as a share, RMSE in nm; None where nothing matched."""
        total = self.tp + self.fp + self.fn
        return {
            "jaccard": self.tp / total if total else None,
            "rmseLateral": (self.lateral / self.tp) ** 0.5 if self.tp else None,
            "rmseAxial": (self.axial / self.tp) ** 0.5 if self.tp else None,
        }


def peaks(maps: Maps, threshold: float) -> np.ndarray:
    """Detections [n, 4]: frame, x_px, y_px, z (scaled): 3×3 maxima of p whose 3×3 sum exceeds the threshold."""
    p = torch.sigmoid(maps.p_logit)[:, None]
    top = (p == F.max_pool2d(p, 3, 1, 1)) & (F.avg_pool2d(p, 3, 1, 1) * 9 > threshold) & (p > threshold / 6)
    frame, _, row, column = torch.nonzero(top, as_tuple=True)

    def at(channel: int) -> Tensor:
        return maps.mean[frame, channel, row, column]

    return torch.stack((frame.float(), column + 0.5 + at(1), row + 0.5 + at(2), at(3)), 1).cpu().numpy()

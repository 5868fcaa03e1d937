"""LUENN's label: every emitter a round spot on a grid four times as fine as the camera's, its depth the direction of a vector.

A spot has the amplitude 1 whatever its photons, σ of one label pixel (25 nm at 100 nm a pixel) and its true centre, not that of a label
pixel; overlapping spots add up as vectors. So in the published package (arminabdeh/LUENN_tf_version, `label_frame` with shifted
spots), which cuts them to 5×5 label pixels; ours reach 7×7. The direction is φ = π(z + z_max)/(2·z_max), between 0 and π.
"""

import torch
from torch import Tensor

from .loss import Targets

UPSAMPLING = 4
SPOT_SIGMA = 1.0
"""In label pixels."""
SPOT_REACH = 3
SPOT_SUM = 2 * torch.pi * SPOT_SIGMA**2
"""Sum over a spot's label pixels."""


def label(targets: Targets, frames: int, height: int, width: int) -> Tensor:
    """Label maps [frames, 2, 4·height, 4·width] of the emitters in frames of height × width camera pixels."""
    device = targets.x.device
    rows, columns = UPSAMPLING * height, UPSAMPLING * width
    x, y = UPSAMPLING * targets.x, UPSAMPLING * targets.y
    span = torch.arange(-SPOT_REACH, SPOT_REACH + 1, device=device)
    column = x.floor().long()[:, None] + span
    row = y.floor().long()[:, None] + span
    along_x = torch.exp(-0.5 * ((column + 0.5 - x[:, None]) / SPOT_SIGMA) ** 2) * ((column >= 0) & (column < columns))
    along_y = torch.exp(-0.5 * ((row + 0.5 - y[:, None]) / SPOT_SIGMA) ** 2) * ((row >= 0) & (row < rows))
    spot = along_y[:, :, None] * along_x[:, None, :]
    place = row.clamp(0, rows - 1)[:, :, None] * columns + column.clamp(0, columns - 1)[:, None, :]
    phi = torch.pi * (targets.z.clamp(-1, 1) + 1) / 2
    maps = torch.zeros(frames * 2 * rows * columns, device=device)
    for channel, share in enumerate((torch.cos(phi), torch.sin(phi))):
        index = (targets.frame * 2 + channel)[:, None, None] * rows * columns + place
        maps.index_add_(0, index.flatten(), (share[:, None, None] * spot).flatten())
    return maps.reshape(frames, 2, rows, columns)

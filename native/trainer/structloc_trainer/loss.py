"""DECODE's loss: how many emitters, where and how bright, and the background (Speiser et al. 2021, Methods)."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from .scale import Maps

REACH = 4
"""Only components within this many pixels of an emitter can explain it: farther ones cannot reach it (offsets end at 1.2 px)."""


@dataclass(frozen=True)
class Targets:
    """Emitters of a batch: which of the N frames, where (px from the crop's corner), z and photons in units of the scale."""

    frame: Tensor
    x: Tensor
    y: Tensor
    z: Tensor
    photons: Tensor
    background: Tensor
    """[N], in units of the scale's background."""


@dataclass(frozen=True)
class Loss:
    count: Tensor
    position: Tensor
    background: Tensor

    @property
    def total(self) -> Tensor:
        return self.count + self.position + self.background

    def parts(self) -> dict[str, float]:
        return {name: getattr(self, name).item() for name in ("count", "position", "background")}


def loss(maps: Maps, targets: Targets) -> Loss:
    """Mean over frames of the negative log likelihoods of count and positions, and of the background's squared error."""
    p = torch.sigmoid(maps.p_logit)
    frames = p.shape[0]
    total = p.sum((1, 2))
    variance = (p * (1 - p)).sum((1, 2)) + 1e-3
    number = torch.bincount(targets.frame, minlength=frames).to(p.dtype)
    count = 0.5 * (torch.log(2 * torch.pi * variance) + (number - total) ** 2 / variance)
    error = (maps.background - targets.background[:, None, None]) ** 2
    return Loss(count.mean(), position_nll(maps, targets, total) / frames, 4 * error.mean())


def position_nll(maps: Maps, targets: Targets, total: Tensor) -> Tensor:
    """−Σ over emitters of log Σ over pixels of (p / Σp) · N(emitter; μ, σ) in photons, x, y and z."""
    frames, height, width = maps.p_logit.shape
    device = maps.p_logit.device
    span = torch.arange(-REACH, REACH + 1, device=device)
    rows = targets.y.long()[:, None, None] + span[:, None]
    columns = targets.x.long()[:, None, None] + span[None, :]
    inside = ((rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)).flatten(1)
    rows, columns = rows.clamp(0, height - 1), columns.clamp(0, width - 1)
    index = ((targets.frame[:, None, None] * height + rows) * width + columns).flatten(1)
    packed = torch.cat((F.logsigmoid(maps.p_logit)[:, None], maps.mean, maps.sigma), 1)
    near = packed.permute(0, 2, 3, 1).reshape(frames * height * width, 9)[index]
    columns, rows = columns.expand(-1, rows.shape[1], -1).flatten(1), rows.expand(-1, -1, columns.shape[2]).flatten(1)
    dx = targets.x[:, None] - (columns + 0.5)
    dy = targets.y[:, None] - (rows + 0.5)
    wanted = torch.stack((targets.photons[:, None].expand_as(dx), dx, dy, targets.z[:, None].expand_as(dx)), 2)
    mean, sigma = near[..., 1:5], near[..., 5:9]
    log_density = -0.5 * (((wanted - mean) / sigma) ** 2).sum(2) - torch.log(sigma).sum(2) - 2 * torch.log(torch.tensor(2 * torch.pi))
    score = near[..., 0] - torch.log(total)[targets.frame][:, None] + log_density
    return -torch.logsumexp(score.masked_fill(~inside, -1e9), 1).sum()

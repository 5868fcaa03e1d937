"""Between photons and the numbers a network likes: the input's normalisation and the output's units."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from .network import Network


@dataclass(frozen=True)
class Scale:
    """Derived from the acquisition a network is trained for. Photons, and nm for depth."""

    background: float
    """Middle of the background's range."""
    photons: float
    """Upper end of the photons a row can have."""
    z_middle: float
    z_half: float

    @staticmethod
    def of(acquisition: dict) -> "Scale":
        low, high = acquisition["zRange"]
        background = sum(acquisition["background"]) / 2
        flux, spread = acquisition["photons"], acquisition["photonSpread"]
        return Scale(background, flux * (1 + 5 * spread), (low + high) / 2, (high - low) / 2)

    def normalise(self, photons: Tensor) -> Tensor:
        """Frames in photons → square-root scale around the background, where shot noise has the same size everywhere."""
        level = self.background + 1.0
        return (torch.sqrt(torch.clamp(photons, min=0.0) + 1.0) - level**0.5) * 0.35


@dataclass(frozen=True)
class Maps:
    """A network's output in training units: offsets and σ in px, z and photons in units of the scale."""

    p_logit: Tensor
    mean: Tensor
    """[N, 4, H, W]: photons, dx, dy, z."""
    sigma: Tensor
    """[N, 4, H, W]: of the same."""
    background: Tensor
    """[N, H, W] in units of the scale's background."""


def activate(raw: Tensor) -> Maps:
    """Raw maps [N, 10, H, W] → bounded ones. Offsets reach 1.2 px, depth 1.2 half ranges, σ from 0.001 to 3."""
    photons = torch.sigmoid(raw[:, 1:2])
    rest = 1.2 * torch.tanh(raw[:, 2:5])
    return Maps(
        p_logit=raw[:, 0],
        mean=torch.cat((photons, rest), 1),
        sigma=3 * torch.sigmoid(raw[:, 5:9]) + 0.001,
        background=1 + raw[:, 9],
    )


class Localizer(nn.Module):
    """What is exported: photons [T+2, H, W] → maps [T, 10, H, W] in photons, px and nm (core/model/maps.ts)."""

    def __init__(self, network: Network, scale: Scale):
        super().__init__()
        self.network, self.scale = network, scale

    def forward(self, photons: Tensor) -> Tensor:
        scale = self.scale
        maps = activate(self.network(scale.normalise(photons)[None]))
        mean, sigma = maps.mean, maps.sigma
        return torch.cat(
            (
                torch.sigmoid(maps.p_logit)[:, None],
                mean[:, 0:1] * scale.photons,
                mean[:, 1:3],
                mean[:, 3:4] * scale.z_half + scale.z_middle,
                sigma[:, 0:1] * scale.photons,
                sigma[:, 1:3],
                sigma[:, 3:4] * scale.z_half,
                torch.clamp(maps.background, min=0.0)[:, None] * scale.background,
            ),
            1,
        )

"""A running average of the weights: what is validated and exported (Polyak averaging)."""

import copy

import torch
from torch import nn


class Average:
    """Exponential moving average whose memory grows with the steps up to 1 / (1 − decay)."""

    def __init__(self, network: nn.Module, decay: float = 0.999):
        self.network = copy.deepcopy(network).eval().requires_grad_(False)
        self.decay = decay

    @torch.no_grad()
    def update(self, network: nn.Module, step: int) -> None:
        decay = min(self.decay, (1 + step) / (10 + step))
        mine, theirs = list(self.network.parameters()), list(network.parameters())
        torch._foreach_lerp_(mine, theirs, 1 - decay)

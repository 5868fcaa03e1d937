"""The kinds of networks that can be trained, behind one interface; `of` chooses by the configuration."""

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor, nn

from . import luenn, luenn_label, luenn_network, network
from .loss import Targets, loss
from .monitor import Tally
from .scale import Localizer, Scale, activate


@dataclass(frozen=True)
class Architecture:
    """One kind of network, from its first weights to its export."""

    name: str
    create: Callable[[str, int], nn.Module]
    """A network of a named size whose first weights depend on the seed alone."""
    raw: Callable[[nn.Module, Scale, Tensor], Tensor]
    """Network, scale and frames [B, T+2, H, W] in photons → what it says of the B·T frames between the first and the last ones."""
    activate: Callable[[Tensor], object]
    """Its output in float32 → what loss and tally take."""
    loss: Callable[[object, Targets], object]
    tally: type[Tally]
    localizer: Callable[[nn.Module, Scale], nn.Module]
    """What is exported."""
    weight_decay: float
    facts: dict
    """What the model card says of it beyond what it says of all."""


def _inner(net: nn.Module, scale: Scale, frames: Tensor) -> Tensor:
    """LUENN sees one frame at a time; those at the window's ends have no targets."""
    return net(scale.normalise(frames[:, 1:-1]).flatten(0, 1))


GMM = Architecture(
    "gmm", network.create, lambda net, scale, frames: net(scale.normalise(frames)), activate, loss, Tally, Localizer, 1e-4, {}
)
LUENN = Architecture(
    "luenn", luenn_network.create, _inner, lambda maps: maps, luenn.loss, luenn.LuennTally, luenn.LuennLocalizer, 0.0,
    {"upsampling": luenn_label.UPSAMPLING, "spotSigma": luenn_label.SPOT_SIGMA, "uncertainty": "crlb"},
)


def of(config: dict) -> Architecture:
    """The architecture that a training's configuration names; 'gmm' where it names none."""
    return {"gmm": GMM, "luenn": LUENN}[config["network"].get("architecture", "gmm")]

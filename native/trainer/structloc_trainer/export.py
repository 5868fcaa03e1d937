"""ONNX export, checked against PyTorch on frames of another size and number than it was traced with."""

import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch import nn

from .scale import Scale

TOLERANCE = 1e-4


def export(localizer: nn.Module, scale: Scale, path: Path) -> float:
    """Writes a network that takes photons to `path`; returns the largest difference relative to each channel's range.

    Raises RuntimeError where ONNX Runtime and PyTorch differ by more than 1e-4.
    """
    model = localizer.cpu().float().eval()
    example = torch.rand(5, 48, 40) * 4 * scale.background
    temporary = path.with_suffix(".tmp")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            (example,),
            temporary,
            input_names=["photons"],
            output_names=["maps"],
            dynamic_axes={"photons": {0: "frames", 1: "height", 2: "width"}, "maps": {0: "targets", 2: "height", 3: "width"}},
            opset_version=17,
            dynamo=False,
        )
    difference = compare(model, temporary, scale)
    if difference > TOLERANCE:
        temporary.unlink()
        raise RuntimeError(f"the exported network differs from PyTorch by {difference:.2g} of a channel's range, more than {TOLERANCE}")
    temporary.replace(path)
    return difference


def weights_of(path: Path) -> dict[str, torch.Tensor]:
    """The weights of a network that `export` wrote, by the names they have in it."""
    inner = "network."
    initializers = onnx.load(str(path)).graph.initializer
    return {one.name.removeprefix(inner): torch.from_numpy(onnx.numpy_helper.to_array(one).copy()) for one in initializers if one.name.startswith(inner)}


def compare(model: nn.Module, path: Path, scale: Scale) -> float:
    """The largest |ONNX − PyTorch| over channels, each relative to its channel's largest magnitude."""
    generator = torch.Generator().manual_seed(0)
    frames = torch.poisson(torch.full((7, 32, 56), float(scale.background)), generator=generator)
    frames[:, 10:13, 20:23] += scale.photons / 40
    with torch.no_grad():
        expected = model(frames).numpy()
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    result = session.run(["maps"], {"photons": frames.numpy()})[0]
    size = np.abs(expected).max((0, 2, 3), keepdims=True)
    return float((np.abs(result - expected) / np.maximum(size, 1e-3)).max())

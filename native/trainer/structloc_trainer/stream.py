"""Training windows from the simulator: an Arrow IPC stream, read ahead in a thread.

Columns: index, role (0 training, 1 validation), photons (T+2 frames of the crop), background (photons per pixel),
emitters (list of target frame, x_px, y_px, z nm, photons, molecule).
"""

import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import torch
from torch import Tensor

from .loss import Targets
from .scale import Scale

AHEAD = 6


class StreamError(Exception):
    """The stream ended early or is not what the configuration says."""


@dataclass(frozen=True)
class Batch:
    """Some windows: photons [B, T+2, crop, crop]; emitters [E, 6] with their window; background [B]."""

    validation: bool
    photons: np.ndarray
    emitters: np.ndarray
    window: np.ndarray
    background: np.ndarray

    def tensors(self, scale: Scale, minimum_photons: float, device: torch.device) -> tuple[Tensor, Targets]:
        """Frames in photons and the targets of the B·T target frames."""
        length = self.photons.shape[1] - 2
        keep = self.emitters[:, 4] >= minimum_photons
        e, window = self.emitters[keep], self.window[keep]

        def tensor(values: np.ndarray) -> Tensor:
            return torch.from_numpy(np.array(values)).to(device, non_blocking=True)

        return tensor(self.photons), Targets(
            frame=tensor(window * length + e[:, 0].astype(np.int64)),
            x=tensor(e[:, 1]),
            y=tensor(e[:, 2]),
            z=tensor((e[:, 3] - np.float32(scale.z_middle)) / np.float32(scale.z_half)),
            photons=tensor(e[:, 4] / np.float32(scale.photons)),
            background=tensor(np.repeat(self.background / np.float32(scale.background), length)),
        )


def decode(record: pa.RecordBatch, frames: int, crop: int) -> Batch:
    """One record batch; all its rows have the same role."""
    rows = record.num_rows
    photons = record.column("photons")
    if photons.type.list_size != frames * crop * crop:
        raise StreamError(f"a window of the stream has {photons.type.list_size} values, expected {frames}×{crop}×{crop}")
    emitters = record.column("emitters")
    counts = np.diff(emitters.offsets.to_numpy())
    role = record.column("role").to_numpy()
    if (role != role[0]).any():
        raise StreamError("a record batch mixes training and validation windows")
    return Batch(
        validation=bool(role[0] == 1),
        photons=photons.flatten().to_numpy(zero_copy_only=False).reshape(rows, frames, crop, crop),
        emitters=emitters.flatten().flatten().to_numpy(zero_copy_only=False).reshape(-1, 6),
        window=np.repeat(np.arange(rows), counts),
        background=record.column("background").to_numpy(),
    )


def batches(source: BinaryIO, frames: int, crop: int, stopped: Callable[[], bool]) -> Iterator[Batch]:
    """Batches in the stream's order, read and decoded in a thread of their own, until its end or `stopped` says so."""
    ready: queue.Queue[Batch | BaseException | None] = queue.Queue(AHEAD)

    def read() -> None:
        try:
            with pa.ipc.open_stream(source) as reader:
                for record in reader:
                    if record.num_rows:
                        ready.put(decode(record, frames, crop))
            ready.put(None)
        except BaseException as error:  # noqa: BLE001 (handed to the reader of the queue)
            ready.put(error)

    threading.Thread(target=read, daemon=True).start()
    while not stopped():
        try:
            item = ready.get(timeout=0.5)
        except queue.Empty:
            continue
        if item is None:
            return
        if isinstance(item, BaseException):
            raise StreamError(f"the stream of training windows broke: {item}") from item
        yield item

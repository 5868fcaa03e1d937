"""The training itself: steps, validation, checkpoints, the end."""

import contextlib
import datetime
import errno
import json
import math
import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import torch

from . import architecture
from .average import Average
from .events import emit
from .export import export, weights_of
from .scale import Scale
from .schedule import rate
from .stream import Batch, StreamError

# Shorter ones are for tests that kill a training many times.
CHECKPOINT_SECONDS = float(os.environ.get("STRUCTLOC_CHECKPOINT_SECONDS", "60"))
PROGRESS_SECONDS = 2.0


# A disk with less than this is full.
FULL_BYTES = 2**20


@dataclass
class Progress:
    """How far a training is; kept in its checkpoints."""

    step: int = 0
    windows: int = 0
    targets: int = 0
    seconds: float = 0.0
    best: float = float("inf")


class NotSavedError(Exception):
    """A checkpoint could not be written; the one before it is as it was."""

    def __init__(self, path: Path, error: Exception):
        # torch's own writer says nothing of the system's reason: what it had written is still there.
        full = getattr(error, "errno", None) == errno.ENOSPC or free_bytes(path.parent) < FULL_BYTES
        super().__init__(f"{path} cannot be written: {'the disk is full' if full else error}")


class Training:
    """Holds all that a checkpoint holds. `out` is the training's folder."""

    def __init__(self, config: dict, out: Path, device: torch.device):
        self.config, self.out, self.device = config, out, device
        self.options = config["optimization"]
        self.scale = Scale.of(config["acquisition"])
        self.kind = architecture.of(config)
        self.network = self.fresh().to(device, memory_format=torch.channels_last)
        self.average = Average(self.network)
        decay = self.kind.weight_decay
        self.optimizer = torch.optim.AdamW(self.network.parameters(), lr=0.0, betas=(0.9, 0.99), weight_decay=decay, foreach=True)
        self.progress = Progress()
        self.curve: list[dict] = []
        self.best_state: dict | None = None
        self.validation: list[Batch] = []
        self.half = supports_half(device)

    def fresh(self) -> torch.nn.Module:
        """The network as it is before its first step."""
        return self.kind.create(self.config["network"]["size"], self.config["initialSeed"])

    # --- one step, one validation ---

    def compute(self, batch: Batch, network: torch.nn.Module, half: bool) -> tuple:
        """Loss, maps and targets of a batch."""
        frames, targets = batch.tensors(self.scale, self.options["minimumPhotons"], self.device)
        context = torch.autocast(self.device.type, torch.bfloat16) if half else contextlib.nullcontext()
        with context:
            raw = self.kind.raw(network, self.scale, frames)
        maps = self.kind.activate(raw.float())
        return self.kind.loss(maps, targets), maps, targets

    def step(self, batch: Batch, done: float):
        """One step; `done` is the share of the training that is over."""
        state, options = self.progress, self.options
        for group in self.optimizer.param_groups:
            group["lr"] = rate(state.step, done, options["learningRate"], options["decay"])
        value, _, _ = self.compute(batch, self.network, self.half)
        self.optimizer.zero_grad(set_to_none=True)
        value.total.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.network.parameters(), options.get("clip", 0.5), foreach=True)
        if torch.isfinite(norm):
            self.optimizer.step()
            self.average.update(self.network, state.step)
        state.step += 1
        state.windows += len(batch.photons)
        state.targets += len(batch.photons) * self.config["window"]
        return value

    @torch.no_grad()
    def validate(self) -> None:
        """Loss and quick scores of the averaged weights; the best state is kept."""
        tally = self.kind.tally(self.scale, self.config["acquisition"]["pixelSize"])
        values = []
        for batch in self.validation:
            value, maps, targets = self.compute(batch, self.average.network, half=False)
            values.append(float(value.total))
            tally.add(maps, targets)
        entry = {"targets": self.progress.targets, "loss": sum(values) / len(values), **tally.scores()}
        if entry["loss"] < self.progress.best or self.best_state is None:
            self.progress.best = entry["loss"]
            self.best_state = {name: value.clone() for name, value in self.average.network.state_dict().items()}
        self.curve.append(entry)
        emit("validation", **entry)

    # --- the loop ---

    def run(self, stream: Iterator[Batch], stopped: Callable[[], bool], seconds: float | None) -> str:
        """Trains until the targets are reached, the time is over or a stop is asked for; returns which.

        With a limit of time the learning rate falls towards its end, if that comes before the targets are reached.
        """
        state, total = self.progress, self.options["targets"]
        every = self.config["validation"]["everyTargets"]
        began = last_checkpoint = last_progress = time.monotonic()
        started_at, start_targets = state.seconds, state.targets
        while state.targets < total:
            now = time.monotonic()
            state.seconds = started_at + now - began
            if stopped():
                return "stopped"
            if seconds is not None and now - began >= seconds:
                return "time"
            batch = next(stream, None)
            if batch is None and stopped():
                return "stopped"
            if batch is None:
                raise StreamError("the stream of training windows ended before the training did")
            if batch.validation:
                self.validation.append(batch)
                continue
            before, seen = state.targets // every, state.targets
            passed = (now - began) / seconds if seconds else 0.0
            value = self.step(batch, max(state.targets / total, passed))
            if now - last_progress > PROGRESS_SECONDS:
                speed = (state.targets - start_targets) / max(now - began, 1e-9)
                left = (total - state.targets) / max(speed, 1e-9)
                emit("progress", targets=state.targets, loss=value.total.item(), lossParts=value.parts(), rate=speed, secondsLeft=left)
                last_progress = now
            for milestone in self.options.get("milestones", []):
                if seen < milestone <= state.targets:
                    self.keep_milestone(milestone)
            if state.targets // every > before and state.targets < total:
                self.validate()
            if now - last_checkpoint > CHECKPOINT_SECONDS:
                self.save()
                last_checkpoint = now
        state.seconds = started_at + time.monotonic() - began
        return "finished"

    def finish(self, reason: str) -> None:
        """Validates, saves, exports the best state and writes the facts for the card."""
        if self.validation and (not self.curve or self.curve[-1]["targets"] < self.progress.targets):
            self.validate()
        self.save()
        final = self.fresh()
        final.load_state_dict(self.best_state or self.average.network.state_dict())
        path = self.out / "model.onnx"
        difference = export(self.kind.localizer(final, self.scale), self.scale, path)
        write_json(self.out / "trained.json", self.facts(final))
        emit("done", reason=reason, onnx=str(path), targets=self.progress.targets, difference=difference)

    def keep_milestone(self, targets: int) -> None:
        """Exports the averaged weights as they are now to milestones/TARGETS: a network of that length, but for the learning rate's fall."""
        folder = self.out / "milestones" / str(targets)
        # After a kill the training goes on from a checkpoint that may lie before a milestone it had kept.
        if (folder / "trained.json").exists():
            return
        folder.mkdir(parents=True, exist_ok=True)
        network = self.fresh()
        network.load_state_dict(self.average.network.state_dict())
        export(self.kind.localizer(network, self.scale), self.scale, folder / "model.onnx")
        write_json(folder / "trained.json", self.facts(network))
        emit("milestone", targets=targets)

    def facts(self, network: torch.nn.Module) -> dict:
        """What the model card says of architecture and training."""
        state = self.progress
        return {
            "architecture": {
                "name": self.kind.name,
                "size": self.config["network"]["size"],
                "parameters": sum(p.numel() for p in network.parameters()),
                "macPerPixel": network.macs_per_pixel(),
                "multiple": network.multiple,
                "halo_px": network.halo(),
                **self.kind.facts,
            },
            "training": {
                "seed": self.config["seed"],
                "initialSeed": self.config["initialSeed"],
                "targets": state.targets,
                "seconds": round(state.seconds, 1),
                "device": f"{device_name(self.device)}, {'bfloat16' if self.half else 'float32'}",
                "torch": torch.__version__,
                "date": datetime.date.today().isoformat(),
                "finalLoss": state.best if math.isfinite(state.best) else None,
                "curve": self.curve,
            },
        }

    # --- checkpoints ---

    def save(self) -> None:
        """checkpoint.pt, then checkpoint.json; each replaced whole, so that a kill leaves the last good one."""
        content = {
            "network": self.network.state_dict(),
            "average": self.average.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "best": self.best_state,
            "progress": vars(self.progress),
            "curve": self.curve,
            "size": self.config["network"]["size"],
        }
        path = self.out / "checkpoint.pt"
        # A name of its own: a trainer whose engine was killed may still be writing while the next one has begun.
        temporary = self.out / f"checkpoint.{os.getpid()}.tmp"
        try:
            with temporary.open("wb") as file:
                torch.save(content, file)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except (OSError, RuntimeError) as error:
            failure = NotSavedError(path, error)
            temporary.unlink(missing_ok=True)
            raise failure from error
        write_json(self.out / "checkpoint.json", {"windows": self.progress.windows, "targets": self.progress.targets})
        emit("checkpoint", targets=self.progress.targets)

    def start_from(self, path: Path) -> None:
        """Takes the weights of an exported network of the same kind and size as the first ones.

        Raises ValueError where it is of another.
        """
        try:
            self.network.load_state_dict(weights_of(path))
        except RuntimeError as error:
            raise ValueError(f"{path} is no network of this kind and size: {error}") from error
        self.average = Average(self.network)

    def resume(self) -> None:
        """Continues from checkpoint.pt where there is one."""
        for left in self.out.glob("checkpoint.*.tmp"):
            left.unlink(missing_ok=True)
        path = self.out / "checkpoint.pt"
        if not path.exists():
            return
        content = torch.load(path, map_location=self.device, weights_only=True)
        if content["size"] != self.config["network"]["size"]:
            raise ValueError(f"{path} holds a network of size {content['size']}, the configuration says {self.config['network']['size']}")
        self.network.load_state_dict(content["network"])
        self.average.network.load_state_dict(content["average"])
        self.optimizer.load_state_dict(content["optimizer"])
        self.best_state, self.curve = content["best"], content["curve"]
        self.progress = Progress(**content["progress"])


def supports_half(device: torch.device) -> bool:
    """bfloat16 is used on CUDA and on CPUs that multiply matrices in it (AMX): 3 to 4 times faster there."""
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported()
    return bool(getattr(torch.cpu, "_is_amx_tile_supported", lambda: False)())


def device_name(device: torch.device) -> str:
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    with contextlib.suppress(OSError, StopIteration), open("/proc/cpuinfo", encoding="utf-8") as file:
        name = next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
        return f"{name}, {torch.get_num_threads()} thread(s)"
    return f"CPU, {torch.get_num_threads()} thread(s)"


def write_json(path: Path, content: dict) -> None:
    """Replaces a file whole."""
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        temporary.write_text(json.dumps(content, indent=1), encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        failure = NotSavedError(path, error)
        temporary.unlink(missing_ok=True)
        raise failure from error


def free_bytes(folder: Path) -> float:
    """Free space for this user; infinite where the system does not say."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return math.inf

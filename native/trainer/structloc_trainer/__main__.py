"""python -m structloc_trainer --config FILE --out DIR [--first-weights MODEL.onnx] [--resume] [--minutes M] [--targets N] [--threads N] [--device cpu|cuda]

Reads the stream of training windows from stdin, writes events to stdout (one JSON document a line).
"""

import argparse
import contextlib
import ctypes
import json
import os
import signal
import sys
import traceback
from pathlib import Path

import torch

from .events import emit
from .stream import batches
from .training import NotSavedError, Training, supports_half


def keep_memory() -> None:
    """glibc hands large blocks back to the system after every step; keeping them saves a tenth of the time on Linux."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            libc = ctypes.CDLL("libc.so.6")
            trim_threshold, mmap_threshold = -1, -3
            libc.mallopt(mmap_threshold, 1 << 25)
            libc.mallopt(trim_threshold, (1 << 31) - 1)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="structloc_trainer", description=__doc__)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--first-weights", type=Path)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--targets", type=int)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    keep_memory()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    use_cuda = torch.cuda.is_available() if options.device == "auto" else options.device == "cuda"
    device = torch.device("cuda" if use_cuda else "cpu")
    config = json.loads(options.config.read_text(encoding="utf-8"))
    if options.targets:
        config["optimization"]["targets"] = options.targets
    options.out.mkdir(parents=True, exist_ok=True)
    training = Training(config, options.out, device)
    if options.first_weights:
        training.start_from(options.first_weights)
    if options.resume:
        training.resume()

    asked: list[int] = []
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda number, _frame: asked.append(number))

    network = training.network
    emit(
        "start",
        device=str(device),
        bfloat16=supports_half(device),
        parameters=sum(p.numel() for p in network.parameters()),
        macPerPixel=network.macs_per_pixel(),
        firstWindow=training.progress.windows,
        targets=training.progress.targets,
    )
    stopped = lambda: bool(asked)  # noqa: E731
    stream = batches(sys.stdin.buffer, config["window"] + 2, config["crop_px"], stopped)
    reason = training.run(stream, stopped, options.minutes * 60 if options.minutes else None)
    training.finish(reason)
    return 0


if __name__ == "__main__":
    try:
        code = main()
    except NotSavedError as error:
        emit("error", message=str(error))
        code = 1
    except Exception as error:  # noqa: BLE001 (told to the application, with the trace on stderr)
        traceback.print_exc()
        emit("error", message=f"{type(error).__name__}: {error}")
        code = 1
    sys.stdout.flush()
    # The reader thread may still wait on stdin: leave without waiting for it.
    os._exit(code)

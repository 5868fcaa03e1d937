"""A small stand-in for the simulator's stream: round spots on a flat background, in the stream's own schema."""

import io
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

CROP, WINDOW = 16, 2
CONFIG = {
    "id": "test",
    "title": "Test",
    "seed": 1,
    "initialSeed": 1,
    "acquisition": {"pixelSize": 100, "zRange": [-750, 750], "photons": 3000, "photonSpread": 0.3, "background": [20, 30]},
    "sampling": {"kind": "csr"},
    "density_perUm2": [0.2, 1],
    "crop_px": CROP,
    "window": WINDOW,
    "network": {"architecture": "gmm", "size": "tiny"},
    "optimization": {"targets": 120, "batchWindows": 2, "learningRate": 2e-3, "decay": 0.4, "minimumPhotons": 100},
    "validation": {"windows": 2, "everyTargets": 40},
}


def window(index: int, role: int) -> dict:
    random = np.random.default_rng([index, role])
    frames = WINDOW + 2
    background = random.uniform(20, 30)
    image = np.full((frames, CROP, CROP), background)
    rows, columns = np.mgrid[0:CROP, 0:CROP] + 0.5
    emitters = []
    for molecule in range(3):
        x, y = random.uniform(2, CROP - 2, 2)
        for frame in range(frames):
            image[frame] += 3000 / (2 * np.pi * 1.7) * np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / 3.4)
            if 0 < frame < frames - 1:
                emitters.append([frame - 1, x, y, random.uniform(-700, 700), 3000, molecule])
    return {"index": index, "role": role, "photons": random.poisson(image).astype("f4"), "background": background, "emitters": emitters}


def record(rows: list[dict]) -> pa.RecordBatch:
    size = (WINDOW + 2) * CROP * CROP
    photons = pa.FixedSizeListArray.from_arrays(pa.array(np.concatenate([r["photons"].ravel() for r in rows])), size)
    flat = np.array([e for r in rows for e in r["emitters"]], "f4").reshape(-1, 6)
    offsets = np.cumsum([0] + [len(r["emitters"]) for r in rows]).astype("i4")
    emitters = pa.ListArray.from_arrays(pa.array(offsets), pa.FixedSizeListArray.from_arrays(pa.array(flat.ravel()), 6))
    columns = {
        "index": pa.array([r["index"] for r in rows], pa.uint32()),
        "role": pa.array([r["role"] for r in rows], pa.uint8()),
        "photons": photons,
        "background": pa.array([r["background"] for r in rows], pa.float32()),
        "emitters": emitters,
    }
    return pa.record_batch(list(columns.values()), names=list(columns))


def stream(windows: int, first: int = 0) -> bytes:
    """Validation windows, then training windows `first` … as the simulator sends them, two a batch."""
    roles = [(i, 1) for i in range(2)] + [(i, 0) for i in range(first, windows)]
    records = [record([window(*row) for row in roles[i : i + 2]]) for i in range(0, len(roles), 2)]
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, records[0].schema) as writer:
        for batch in records:
            writer.write(batch)
    return sink.getvalue()


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "training.json"
    path.write_text(json.dumps(CONFIG))
    return path

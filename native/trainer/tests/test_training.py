import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import onnxruntime
import pytest
import torch
from conftest import CONFIG, CROP, stream

from structloc_trainer.schedule import WARM_UP_STEPS, rate
from structloc_trainer.training import NotSavedError, Training

WINDOWS = CONFIG["optimization"]["targets"] // CONFIG["window"]
ROOT = Path(__file__).parents[1]


def train(config: Path, out: Path, data: bytes, *options: str) -> tuple[int, list[dict]]:
    command = [sys.executable, "-m", "structloc_trainer", "--config", str(config), "--out", str(out), "--device", "cpu", *options]
    done = subprocess.run(command, input=data, capture_output=True, cwd=ROOT, check=False)
    return done.returncode, [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_a_training_says_what_it_does_and_leaves_a_network_with_its_facts(config, tmp_path):
    code, events = train(config, tmp_path / "a", stream(WINDOWS))
    names = [event["event"] for event in events]
    assert code == 0 and names[0] == "start" and names[-1] == "done" and "validation" in names
    assert events[-1]["reason"] == "finished" and events[-1]["difference"] <= 1e-4
    facts = json.loads((tmp_path / "a/trained.json").read_text())
    assert facts["training"]["targets"] == CONFIG["optimization"]["targets"]
    assert [entry["targets"] for entry in facts["training"]["curve"]] == [40, 80, 120]
    session = onnxruntime.InferenceSession(tmp_path / "a/model.onnx", providers=["CPUExecutionProvider"])
    maps = session.run(["maps"], {"photons": torch.full((5, 20, 12), 25.0).numpy()})[0]
    assert maps.shape == (3, 10, 20, 12)


def test_a_training_stopped_and_resumed_ends_as_one_that_was_not(config, tmp_path):
    train(config, tmp_path / "whole", stream(WINDOWS))
    windows = stopped_midway(config, tmp_path / "resumed")
    assert 0 < windows < WINDOWS
    code, events = train(config, tmp_path / "resumed", stream(WINDOWS, first=windows), "--resume")
    assert code == 0 and events[0]["firstWindow"] == windows
    whole, resumed = (torch.load(tmp_path / name / "checkpoint.pt", weights_only=True) for name in ("whole", "resumed"))
    for name, value in whole["network"].items():
        assert torch.allclose(value, resumed["network"][name], atol=1e-6), name


def test_a_training_that_starts_from_a_network_has_its_weights_and_refuses_those_of_another_kind(config, tmp_path):
    train(config, tmp_path / "first", stream(WINDOWS))
    first = tmp_path / "first/model.onnx"
    training = Training(CONFIG, tmp_path / "second", torch.device("cpu"))
    random = {name: value.clone() for name, value in training.network.state_dict().items()}
    training.start_from(first)
    # The exported weights are the best averaged ones of the first training.
    best = torch.load(tmp_path / "first/checkpoint.pt", weights_only=True)["best"]
    for network in (training.network, training.average.network):
        for name, value in network.state_dict().items():
            assert torch.equal(value, best[name]) and (value.dim() == 1 or not torch.equal(value, random[name])), name

    other = {**CONFIG, "network": {**CONFIG["network"], "size": "small"}}
    with pytest.raises(ValueError, match=r"first/model\.onnx is no network of this kind and size"):
        Training(other, tmp_path / "third", torch.device("cpu")).start_from(first)


def test_a_resumed_training_goes_on_from_its_checkpoint_not_from_where_it_started(config, tmp_path):
    train(config, tmp_path / "first", stream(WINDOWS))
    start = ("--first-weights", str(tmp_path / "first/model.onnx"))
    code, events = train(config, tmp_path / "second", stream(WINDOWS), *start)
    assert code == 0
    ended = torch.load(tmp_path / "second/checkpoint.pt", weights_only=True)["network"]
    code, events = train(config, tmp_path / "second", b"", *start, "--resume")
    assert code == 0 and events[0]["targets"] == CONFIG["optimization"]["targets"]
    for name, value in torch.load(tmp_path / "second/checkpoint.pt", weights_only=True)["network"].items():
        assert torch.equal(value, ended[name]), name


def stopped_midway(config: Path, out: Path) -> int:
    """Feeds half of the windows, asks for a stop with SIGTERM, and returns how many windows the checkpoint has seen."""
    command = [sys.executable, "-m", "structloc_trainer", "--config", str(config), "--out", str(out), "--device", "cpu"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)
    end_mark = 8
    process.stdin.write(stream(WINDOWS // 2)[:-end_mark])
    process.stdin.flush()
    for line in process.stdout:
        if json.loads(line)["event"] == "validation":
            break
    process.send_signal(signal.SIGTERM)
    last = json.loads(process.stdout.readlines()[-1])
    assert process.wait() == 0 and last["event"] == "done" and last["reason"] == "stopped"
    assert (out / "model.onnx").exists()
    return json.loads((out / "checkpoint.json").read_text())["windows"]


def test_a_training_killed_and_resumed_ends_in_the_very_state_of_one_that_was_not(config, tmp_path):
    out = tmp_path / "killed"
    command = [sys.executable, "-m", "structloc_trainer", "--config", str(config), "--out", str(out), "--device", "cpu"]
    often = {**os.environ, "STRUCTLOC_CHECKPOINT_SECONDS": "0"}
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=often)
    end_mark = 8
    process.stdin.write(stream(WINDOWS // 2)[:-end_mark])
    process.stdin.flush()
    checkpoints = (line for line in process.stdout if json.loads(line)["event"] == "checkpoint")
    for _ in range(5):
        next(checkpoints)
    process.kill()
    process.wait()
    train(config, tmp_path / "whole", stream(WINDOWS))
    # What the killed one was just writing is no checkpoint.
    (out / "checkpoint.1.tmp").write_bytes(b"half of one")
    windows = torch.load(out / "checkpoint.pt", weights_only=True)["progress"]["windows"]
    assert 0 < windows < WINDOWS
    code, events = train(config, out, stream(WINDOWS, first=windows), "--resume")
    assert code == 0 and events[0]["firstWindow"] == windows and not list(out.glob("*.tmp"))
    whole, resumed = (torch.load(tmp_path / name / "checkpoint.pt", weights_only=True) for name in ("whole", "killed"))
    for part in ("network", "average"):
        assert all(torch.equal(value, resumed[part][name]) for name, value in whole[part].items()), part
    for number, state in whole["optimizer"]["state"].items():
        assert all(torch.equal(value, resumed["optimizer"]["state"][number][name]) for name, value in state.items()), number
    assert whole["curve"] == resumed["curve"] and (tmp_path / "whole/model.onnx").read_bytes() == (out / "model.onnx").read_bytes()


def test_a_full_disk_is_said_and_leaves_the_checkpoint_before_it(config, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = shutil.which("mount") and subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "test", str(disk)], capture_output=True, check=False).returncode == 0
    if not mounted:
        pytest.skip("a small disk cannot be mounted by this user")
    try:
        training = Training(json.loads(config.read_text()), disk, torch.device("cpu"))
        training.save()
        before = (disk / "checkpoint.pt").read_bytes()
        (disk / "filler").write_bytes(bytes(shutil.disk_usage(disk).free - 4096))
        training.progress.windows = 2
        with pytest.raises(NotSavedError, match=r"checkpoint\.pt cannot be written: the disk is full$"):
            training.save()
        assert (disk / "checkpoint.pt").read_bytes() == before and not list(disk.glob("*.tmp"))
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_stream_that_ends_early_is_an_error_that_says_so(config, tmp_path):
    code, events = train(config, tmp_path / "cut", stream(WINDOWS // 2))
    assert code == 1 and "ended before" in events[-1]["message"]


def test_a_stream_of_another_crop_is_refused_in_one_sentence(config, tmp_path):
    config.write_text(json.dumps({**CONFIG, "crop_px": CROP * 2}))
    code, events = train(config, tmp_path / "a", stream(WINDOWS))
    assert code == 1 and events[-1]["event"] == "error" and "expected 4×32×32" in events[-1]["message"]


@pytest.mark.parametrize("decay", [0.0, 0.4, 1.0])
def test_the_learning_rate_rises_stays_and_falls_to_zero(decay):
    at = lambda share: rate(10 * WARM_UP_STEPS, share, 2e-3, decay)  # noqa: E731
    assert rate(0, 0.0, 2e-3, decay) < 1e-4
    assert at(0.0) == 2e-3
    assert at(1.0) == (2e-3 if decay == 0 else 0)
    assert all(at(i / 20) >= at((i + 1) / 20) for i in range(20))


def test_milestones_are_kept_once_each_also_by_a_training_that_goes_on_from_before_them(config, tmp_path):
    config.write_text(json.dumps({**CONFIG, "optimization": {**CONFIG["optimization"], "milestones": [20, 80]}}))
    out = tmp_path / "a"
    _, events = train(config, out, stream(WINDOWS))
    assert [event["targets"] for event in events if event["event"] == "milestone"] == [20, 80]
    for milestone in (20, 80):
        assert json.loads((out / f"milestones/{milestone}/trained.json").read_text())["training"]["targets"] == milestone
    # As after a kill: the first milestone is written, the checkpoint is from before it.
    again = tmp_path / "b"
    (again / "milestones/20").mkdir(parents=True)
    (again / "milestones/20/trained.json").write_text("{}")
    _, events = train(config, again, stream(WINDOWS))
    assert [event["targets"] for event in events if event["event"] == "milestone"] == [80]
    assert (again / "milestones/20/trained.json").read_text() == "{}"

import json
import math

import onnxruntime
import torch
from conftest import CONFIG, stream
from test_training import WINDOWS, train

from structloc_trainer.loss import Targets
from structloc_trainer.luenn import LuennLocalizer, loss, peaks
from structloc_trainer.luenn_label import SPOT_SUM, label
from structloc_trainer.luenn_network import create
from structloc_trainer.scale import Scale

SCALE = Scale(background=50, photons=12500, z_middle=0, z_half=750)


def targets(rows: list[tuple], frames: int = 1) -> Targets:
    """Rows of frame, x_px, y_px, z (scaled)."""
    frame, x, y, z = torch.tensor(rows, dtype=torch.float32).reshape(-1, 4).T
    return Targets(frame.long(), x, y, z, torch.full_like(x, 0.4), torch.ones(frames))


def test_a_label_tells_its_emitters_to_a_nanometre_laterally_and_axially():
    generator = torch.Generator().manual_seed(1)
    places = torch.rand(400, 3, generator=generator)
    rows = [(i, 6 + 4 * float(x), 6 + 4 * float(y), 1.99 * float(z) - 0.995) for i, (x, y, z) in enumerate(places)]
    wanted = targets(rows, len(rows))
    found = torch.from_numpy(peaks(label(wanted, len(rows), 16, 16), 0.3))
    assert found[:, 0].tolist() == list(range(len(rows)))
    # Pixels of 100 nm, depth from -750 to 750 nm.
    assert (found[:, 1] - wanted.x).abs().max() * 100 < 1 and (found[:, 2] - wanted.y).abs().max() * 100 < 1
    assert (found[:, 3] - wanted.z).abs().max() * 750 < 1


def test_direction_and_amplitude_of_a_label_are_those_of_the_formula():
    maps = label(targets([(0, 4.125, 4.125, 0.5)]), 1, 8, 8)[0]
    # The emitter lies on the centre of label pixel (16, 16); φ = π(375 + 750)/1500.
    phi = 3 * math.pi / 4
    assert torch.allclose(maps[:, 16, 16], torch.tensor([math.cos(phi), math.sin(phi)]), atol=1e-6)
    amplitude = maps.square().sum(0).sqrt()
    assert math.isclose(float(amplitude[16, 18]), math.exp(-2), rel_tol=1e-5)
    assert math.isclose(float(amplitude.sum()), SPOT_SUM, rel_tol=5e-3)


def test_emitters_of_opposite_ends_of_the_depth_range_in_one_place_cancel():
    maps = label(targets([(0, 4.2, 4.3, -1), (0, 4.2, 4.3, 1)]), 1, 8, 8)
    assert maps.abs().max() < 1e-6


def test_spots_beyond_the_frames_edge_are_cut_off_not_folded_back():
    edge = label(targets([(0, 0.02, 3.99, 0.0)]), 1, 4, 4).square().sum(1).sqrt()[0]
    whole = label(targets([(0, 8.02, 7.99, 0.0)]), 1, 12, 12).square().sum(1).sqrt()[0]
    assert torch.allclose(edge, whole[16:32, 32:48], atol=1e-6)


def test_saying_nothing_costs_the_energy_of_a_spot_an_emitter_however_many_there_are():
    for rows in ([(0, 4.125, 4.125, 0.2)], [(0, 4.125, 4.125, 0.2), (0, 10.3, 10.4, -0.2), (0, 4.5, 11.5, 0.9)]):
        wanted = targets(rows)
        right = label(wanted, 1, 16, 16)
        assert float(loss(right, wanted).total) == 0
        # The squares of a Gaussian of σ = 1 sum up to π.
        assert math.isclose(float(loss(torch.zeros_like(right), wanted).total), math.pi, rel_tol=1e-2)


def test_frames_without_emitters_have_a_finite_loss():
    value = loss(torch.full((1, 2, 16, 16), 0.1), targets([]))
    assert torch.isfinite(value.total) and float(value.spots) == 0


def test_first_weights_depend_on_the_seed_alone():
    first, again, other = create("tiny", 1), create("tiny", 1), create("tiny", 2)
    assert all(torch.equal(a, b) for a, b in zip(first.parameters(), again.parameters(), strict=True))
    assert not torch.equal(first.out.weight, other.out.weight)


def test_small_costs_about_what_the_small_mixture_network_does_and_full_is_as_wide_as_the_published_one():
    small, full = create("small", 1), create("full", 1)
    assert 50_000 < small.macs_per_pixel() < 80_000
    assert full.encoder[0].layers[0].out_channels == 64 and full.encoder[3].layers[-1].out_channels == 512


def test_operations_per_pixel_agree_with_those_counted_while_running():
    network, counted = create("small", 1), []

    def count(layer, _inputs, output):
        counted.append(layer.weight.numel() * output.shape[0] * output.shape[2] * output.shape[3])

    for layer in network.modules():
        if isinstance(layer, torch.nn.Conv2d):
            layer.register_forward_hook(count)
    network(torch.zeros(2, 32, 32))
    assert sum(counted) == 2 * 32 * 32 * network.macs_per_pixel()


def test_nothing_beyond_the_halo_and_no_other_frame_changes_an_output():
    network = create("tiny", 1)
    model, halo = LuennLocalizer(network, SCALE).eval(), network.halo()
    side = -(-(2 * halo + 24) // 8) * 8
    frames = torch.rand(2, side, side) * 100
    with torch.no_grad():
        before = model(frames)
        for shift in range(network.multiple):
            changed, centre = frames.clone(), side // 2 + shift
            changed[0, centre, centre] += 5000
            difference = (model(changed) - before).abs()
            assert difference[1].max() == 0
            rows, columns = torch.nonzero(difference[0].amax(0) > 0, as_tuple=True)
            assert (rows // 4 - centre).abs().max() <= halo and (columns // 4 - centre).abs().max() <= halo


def test_a_training_leaves_an_exported_network_that_takes_each_frame_by_itself(config, tmp_path):
    config.write_text(json.dumps({**CONFIG, "network": {"architecture": "luenn", "size": "tiny"}}))
    code, events = train(config, tmp_path / "a", stream(WINDOWS))
    assert code == 0 and events[-1]["reason"] == "finished" and events[-1]["difference"] <= 1e-4
    facts = json.loads((tmp_path / "a/trained.json").read_text())
    assert facts["architecture"] == {**facts["architecture"], "name": "luenn", "upsampling": 4, "spotSigma": 1.0, "uncertainty": "crlb"}
    losses = [entry["loss"] for entry in facts["training"]["curve"]]
    assert losses[-1] < losses[0]
    session = onnxruntime.InferenceSession(tmp_path / "a/model.onnx", providers=["CPUExecutionProvider"])
    frames = torch.rand(3, 24, 16).numpy() * 100
    maps = session.run(["maps"], {"photons": frames})[0]
    assert maps.shape == (3, 2, 96, 64)
    alone = session.run(["maps"], {"photons": frames[1:2]})[0]
    assert abs(alone[0] - maps[1]).max() < 1e-5

import torch

from structloc_trainer.network import SIZES, Network, create
from structloc_trainer.scale import Localizer, Scale

SCALE = Scale(background=50, photons=12500, z_middle=0, z_half=750)


def test_first_weights_depend_on_the_seed_alone():
    first, again, other = create("tiny", 1), create("tiny", 1), create("tiny", 2)
    assert all(torch.equal(a, b) for a, b in zip(first.parameters(), again.parameters(), strict=True))
    assert not torch.equal(first.stem.weight, other.stem.weight)


def test_small_has_about_300_000_parameters_and_full_at_most_430_000_operations_a_pixel():
    small, full = Network(SIZES["small"]), Network(SIZES["full"])
    assert 250_000 < sum(p.numel() for p in small.parameters()) < 350_000
    assert full.macs_per_pixel() <= 430_000


def test_operations_per_pixel_agree_with_those_counted_while_running():
    network, counted = create("small", 1), []

    def count(layer, inputs, output):
        counted.append(layer.weight.numel() * output.shape[0] * output.shape[2] * output.shape[3])

    for layer in network.modules():
        if isinstance(layer, torch.nn.Conv2d):
            layer.register_forward_hook(count)
    targets = 62
    network(torch.zeros(1, targets + 2, 32, 32))
    assert abs(sum(counted) / (targets * 32 * 32) / network.macs_per_pixel() - 1) < 2 / targets


def test_windows_of_a_batch_do_not_see_each_other():
    network = create("tiny", 1).eval()
    frames = torch.randn(3, 6, 16, 16)
    with torch.no_grad():
        together = network(frames)
        alone = torch.cat([network(window[None]) for window in frames])
    assert torch.allclose(together, alone, atol=1e-4)


def test_nothing_beyond_the_halo_changes_an_output():
    for size in ("tiny", "small", "full"):
        network = create(size, 1)
        model, halo = Localizer(network, SCALE).eval(), network.halo()
        side = 2 * halo + 24
        frames = torch.rand(3, side, side) * 100
        with torch.no_grad():
            before = model(frames)
            for shift in range(network.multiple):
                changed = frames.clone()
                centre = side // 2 + shift
                changed[:, centre, centre] += 5000
                rows, columns = torch.nonzero((model(changed) - before).abs().amax((0, 1)), as_tuple=True)
                assert max((rows - centre).abs().max(), (columns - centre).abs().max()) <= halo


def test_an_output_depends_on_its_frame_and_both_neighbours_and_no_other():
    model = Localizer(create("tiny", 1), SCALE).eval()
    frames = torch.rand(7, 16, 16) * 100
    with torch.no_grad():
        before = model(frames)
        for changed in range(7):
            other = frames.clone()
            other[changed] += 50
            differs = (model(other) != before).flatten(1).any(1)
            assert torch.nonzero(differs).flatten().tolist() == [t for t in range(5) if t <= changed <= t + 2]

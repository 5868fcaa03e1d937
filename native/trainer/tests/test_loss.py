import math

import torch

from structloc_trainer.loss import Targets, loss, position_nll
from structloc_trainer.scale import Maps, activate


def targets(rows: list[tuple], frames: int) -> Targets:
    columns = torch.tensor(rows, dtype=torch.float32).reshape(-1, 5).T
    return Targets(columns[0].long(), columns[1], columns[2], columns[3], columns[4], torch.ones(frames))


def plain_nll(maps: Maps, wanted: Targets) -> float:
    """The mixture's likelihood written out with loops over all pixels."""
    p = torch.sigmoid(maps.p_logit).double()
    total = 0.0
    for e in range(len(wanted.frame)):
        n = int(wanted.frame[e])
        likelihood = 0.0
        for row in range(p.shape[1]):
            for column in range(p.shape[2]):
                value = float(p[n, row, column] / p[n].sum())
                target = (wanted.photons[e], wanted.x[e] - column - 0.5, wanted.y[e] - row - 0.5, wanted.z[e])
                for k in range(4):
                    mean, sigma = float(maps.mean[n, k, row, column]), float(maps.sigma[n, k, row, column])
                    value *= math.exp(-0.5 * ((float(target[k]) - mean) / sigma) ** 2) / (sigma * math.sqrt(2 * math.pi))
                likelihood += value
        total -= math.log(likelihood)
    return total


def test_the_position_term_is_the_mixtures_likelihood_over_all_pixels():
    torch.manual_seed(0)
    raw = torch.randn(2, 10, 12, 12) * 0.5
    raw[:, 5:9] -= 2.5
    maps = activate(raw)
    wanted = targets([(0, 3.2, 4.7, 0.1, 0.4), (0, 11.6, 0.3, -0.5, 0.2), (1, 6.0, 6.5, 0.9, 0.6)], 2)
    value = float(position_nll(maps, wanted, torch.sigmoid(maps.p_logit).sum((1, 2))))
    assert math.isclose(value, plain_nll(maps, wanted), rel_tol=1e-4)


def test_the_count_term_is_least_where_the_sum_of_probabilities_is_the_number_of_emitters():
    wanted = targets([(0, 4.5, 4.5, 0, 0.4), (0, 9.5, 9.5, 0, 0.4)], 1)
    values = []
    for emitters in (1, 2, 3):
        raw = torch.zeros(1, 10, 14, 14)
        raw[:, 0] = -12
        for place in range(emitters):
            raw[0, 0, 4 + 3 * place, 4 + 3 * place] = 6
        values.append(float(loss(activate(raw), wanted).count))
    assert values[1] < values[0] and values[1] < values[2]


def test_a_frame_without_emitters_costs_nothing_when_nothing_is_detected():
    raw = torch.zeros(1, 10, 8, 8)
    raw[:, 0] = -20
    value = loss(activate(raw), targets([], 1))
    assert float(value.position) == 0 and float(value.background) == 0
    assert torch.isfinite(value.total)


def test_gradients_stay_finite_at_the_networks_start():
    raw = torch.zeros(2, 10, 10, 10)
    raw[:, 0] = -6
    raw.requires_grad_()
    loss(activate(raw), targets([(0, 0.1, 9.9, -1, 0.9), (1, 5, 5, 1, 0.01)], 2)).total.backward()
    assert torch.isfinite(raw.grad).all()

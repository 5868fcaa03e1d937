import torch

from structloc_trainer.loss import Targets
from structloc_trainer.monitor import Tally
from structloc_trainer.scale import Scale, activate

SCALE = Scale(background=50, photons=12500, z_middle=0, z_half=750)


def test_scores_are_those_of_known_detections_and_plain_numbers():
    raw = torch.zeros(1, 10, 20, 20)
    raw[:, 0] = -12
    raw[0, 0, 5, 5] = raw[0, 0, 12, 12] = 6
    # Truth 0.3 px right of the centre of pixel (5, 5) and one emitter that nobody found; the second detection is false.
    columns = torch.tensor([[5.8, 5.5, 0.0, 0.4], [3.5, 17.5, 0.0, 0.4]]).T
    wanted = Targets(torch.tensor([0, 0]), *columns, torch.ones(1))
    tally = Tally(SCALE, 100)
    tally.add(activate(raw), wanted)
    scores = tally.scores()
    assert scores["jaccard"] == 1 / 3
    assert abs(scores["rmseLateral"] - 30) < 1e-3 and scores["rmseAxial"] == 0
    # A checkpoint is loaded as plain data: anything but plain numbers in the curve would be refused.
    assert all(type(value) is float for value in scores.values())

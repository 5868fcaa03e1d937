"""The learning rate: a short rise, a plateau, a linear fall to zero over the last share of the training."""

WARM_UP_STEPS = 200


def rate(step: int, done: float, highest: float, decay: float) -> float:
    """Learning rate before a step, from the steps taken and the share of the training that is done (by targets or by time)."""
    rising = min(1.0, (step + 1) / WARM_UP_STEPS)
    falling = min(1.0, max(0.0, 1 - done) / decay) if decay > 0 else 1.0
    return highest * rising * falling

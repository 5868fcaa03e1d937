"""The learning rate: a short rise, a plateau, a linear fall to zero over the last share of the targets."""

WARM_UP_STEPS = 200


def rate(step: int, targets: int, total: int, highest: float, decay: float) -> float:
    """Learning rate before a step, from the steps done and the share of the targets seen."""
    rising = min(1.0, (step + 1) / WARM_UP_STEPS)
    left = max(0.0, 1 - targets / total)
    falling = min(1.0, left / decay) if decay > 0 else 1.0
    return highest * rising * falling

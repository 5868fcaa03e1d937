"""What the trainer tells the application: one JSON document a line on stdout."""

import json
import sys
import threading

_lock = threading.Lock()


def emit(event: str, **fields: object) -> None:
    """Writes an event; a closed pipe is not an error, the training goes on to its checkpoint."""
    with _lock:
        try:
            sys.stdout.write(json.dumps({"event": event, **fields}) + "\n")
            sys.stdout.flush()
        except BrokenPipeError:
            pass

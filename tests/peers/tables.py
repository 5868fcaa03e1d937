"""Reads and writes tables by Picasso and Locan themselves: tables.py TASKS ANSWERS, both JSON.

A task is {"by": "picasso" | "picasso-again" | a loader of Locan, "path": …, "to": …}; the answer to each holds the columns as the
program has them, and of Picasso the description.
"""

import json
import sys

import numpy as np


def columns(table):
    return {name: np.asarray(values, dtype=float).tolist() for name, values in table.items()}


def answer(task):
    by, path = task["by"], task["path"]
    if by.startswith("picasso"):
        from picasso import io

        locs, info = io.load_locs(path)
        if by == "picasso-again":
            io.save_locs(task["to"], locs, info)
        return {"columns": columns(locs), "info": info}
    from locan.locan_io import locdata

    if by == "save_thunderstorm_csv":
        loaded = locdata.load_thunderstorm_file(path)
        locdata.save_thunderstorm_csv(loaded, task["to"])
        return {"columns": columns(loaded.data)}
    return {"columns": columns(getattr(locdata, by)(path).data)}


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        tasks = json.load(file)
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump([answer(task) for task in tasks], file)

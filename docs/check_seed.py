"""The 2019 post's lists from a model of the seed recipe, by h5py and numpy alone.

    python docs/check_seed.py MODEL similar|recommend|rated ID [N]

prints, line for line, what `lanefactor similar|recommend|rated MODEL ID -n N` prints.
"""

import sys

import h5py
import numpy as np


def text(values):
    return [v.decode() if isinstance(v, bytes) else str(v) for v in values]


def texts(group, name):
    """Texts stored one after the other, with the position where each ends."""
    ends = group[name + "_end"][()]
    utf8 = group[name + "_utf8"][()].tobytes() if name + "_utf8" in group else b""
    return [utf8[a:b].decode() for a, b in zip([0, *ends[:-1]], ends)]


def fixed(value, decimals):
    return f"{round(float(value), decimals) + 0.0:.{decimals}f}"  # + 0.0: no "-0.0"


path, command, wanted = sys.argv[1:4]
top_n = int(sys.argv[4]) if len(sys.argv) > 4 else 10

with h5py.File(path) as file:
    U, M, bu, bm, bg = (file[name][()] for name in ("U", "M", "bu", "bm", "bg"))
    user_ids, movie_ids = text(file["user_idx2id"]), text(file["movie_idx2id"])
    ours = file["lanefactor"]
    titles = texts(ours, "titles")
    genres = [g.replace("|", ", ") for g in texts(ours, "genres")]
    start, item, rating = (ours["rating_" + name][()] for name in ("start", "item", "value"))

names = [f"{t} ({g})" if g else t for t, g in zip(titles, genres)]

if command == "similar":
    # In double precision: in single, the last digit printed depends on numpy's BLAS.
    source = M[movie_ids.index(wanted)].astype(np.float64)
    sims = np.matmul(M, source)
    best = np.argsort(-sims, kind="stable")[:top_n]
    for i in best:
        print(fixed(sims[i] / sims[best[0]], 5), names[i])
else:
    user = user_ids.index(wanted)
    Xhat = np.matmul(U, M.T) + -bu[:, np.newaxis] + -bm[np.newaxis, :] - bg
    low, high = Xhat.min(axis=0), Xhat.max(axis=0)
    span = high - low
    span[span < 10 * np.finfo(span.dtype).eps] = 1  # as scikit-learn's MinMaxScaler does
    scale = 1 / span
    preds = (Xhat[user] * scale + (0 - low * scale)) * 5
    mine = slice(start[user], start[user + 1])
    if command == "rated":
        for i, r in sorted(zip(item[mine], rating[mine]), key=lambda x: -x[1])[:top_n]:
            print(f"{fixed(r, 1)} ({fixed(preds[i], 1)}) {names[i]}")
    else:
        rated = set(item[mine])
        unrated = (i for i in np.argsort(-preds, kind="stable") if i not in rated)
        for i, _ in zip(unrated, range(top_n)):
            print(fixed(preds[i], 1), names[i])

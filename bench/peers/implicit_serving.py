#!/usr/bin/env python3
"""Times implicit's recommend, similar items and fold-in on a model of lanefactor's.

The counterpart of `lanefactor bench --serving --model MODEL.safetensors`, with the same keys in one
line of JSON. An item's bias is one factor more, which is 1 for every user.
"""

import argparse
import json
import os
import statistics
import time

import options


def parse():
    parser = argparse.ArgumentParser(
        description="Times implicit's recommend on a model of lanefactor's.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("model", help="MODEL.safetensors, as lanefactor writes it")
    parser.add_argument("--threads", type=options.positive_int, default=1, help="threads to use")
    parser.add_argument("--calls", type=options.positive_int, default=3000, help="timed calls")
    return parser.parse_args()


args = parse()
options.limit(args.threads)  # before numpy loads
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
import scipy.sparse
from implicit import __version__ as implicit_version
from implicit.cpu.als import AlternatingLeastSquares
from safetensors.numpy import load_file

arrays = load_file(args.model)
users, items = len(arrays["bu"]), len(arrays["bm"])
rated = scipy.sparse.csr_matrix(
    (arrays["rating_value"], arrays["rating_item"], arrays["rating_start"]), shape=(users, items)
)
model = AlternatingLeastSquares(factors=arrays["U"].shape[1] + 1, num_threads=args.threads)
model.user_factors = np.hstack([arrays["U"], np.ones((users, 1), np.float32)])
model.item_factors = np.hstack([arrays["M"], arrays["bm"][:, None]]).astype(np.float32)


def timed(call, calls):
    for i in range(calls // 10):
        call(i)
    times = []
    for i in range(calls):
        began = time.perf_counter()
        call(i)
        times.append((time.perf_counter() - began) * 1e6)
    return times


rows = [rated[u] for u in range(users)]
few = [rated[u] for u in range(users) if rated[u].nnz >= 20]
few = [scipy.sparse.csr_matrix((r.data[:20], r.indices[:20], [0, 20]), shape=(1, items)) for r in few]
recommend = timed(lambda i: model.recommend(i % users, rows[i % users], N=10), args.calls)
similar = timed(lambda i: model.similar_items(i * 7 % items, N=10), args.calls)
fold_in = timed(
    lambda i: model.recommend(0, few[i % len(few)], N=10, recalculate_user=True), args.calls
)
everybody = np.arange(users)
everyone = timed(lambda i: model.recommend(everybody, rated, N=10), 20)
print(
    json.dumps(
        {
            "implicit": implicit_version,
            "items": items,
            "factors": arrays["U"].shape[1],
            "threads": args.threads,
            "recommendP50Micros": round(statistics.median(recommend), 1),
            "recommendP99Micros": round(sorted(recommend)[len(recommend) * 99 // 100], 1),
            "similarP50Micros": round(statistics.median(similar), 1),
            "foldInP50Micros": round(statistics.median(fold_in), 1),
            "allMicrosPerUser": round(statistics.median(everyone) / users, 2),
        }
    )
)

#!/usr/bin/env python3
"""Times implicit's ALS on a CSV file of ratings, from reading to the trained model.

The counterpart of `lanefactor train RATINGS.csv`: pandas reads the columns userId, movieId and
rating. Prints one line of JSON with the seconds of each part and the peak of memory.
"""

import argparse
import json
import os
import resource
import time

import options


def parse():
    parser = argparse.ArgumentParser(
        description="Times implicit's ALS on a CSV file of ratings.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("ratings", help="RATINGS.csv with userId, movieId and rating")
    parser.add_argument("--threads", type=options.positive_int, default=2, help="threads to use")
    parser.add_argument("--factors", type=options.positive_int, default=32)
    parser.add_argument("--iterations", type=options.positive_int, default=15)
    parser.add_argument(
        "--exact", action="store_true", help="solve each row exactly, not by three steps of CG"
    )
    return parser.parse_args()


args = parse()
options.limit(args.threads)  # before numpy loads
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import implicit
import numpy as np
import pandas as pd
import scipy.sparse as sp
from implicit.cpu.als import AlternatingLeastSquares

begin = time.perf_counter()
types = {"userId": np.int32, "movieId": np.int32, "rating": np.float32}
table = pd.read_csv(args.ratings, usecols=list(types), dtype=types)
read = time.perf_counter()
user, users = pd.factorize(table["userId"])
item, items = pd.factorize(table["movieId"])
values = table["rating"].to_numpy()
ratings = sp.csr_matrix((values, (user.astype(np.int32), item.astype(np.int32))))
del table, user, item
built = time.perf_counter()
model = AlternatingLeastSquares(
    factors=args.factors,
    regularization=50,
    alpha=8,
    iterations=args.iterations,
    num_threads=args.threads,
    random_state=1,
    use_cg=not args.exact,
)
model.fit(ratings, show_progress=False)
done = time.perf_counter()
print(
    json.dumps(
        {
            "implicit": implicit.__version__,
            "users": len(users),
            "items": len(items),
            "ratings": ratings.nnz,
            "read_seconds": round(read - begin, 1),
            "matrix_seconds": round(built - read, 1),
            "fit_seconds": round(done - built, 1),
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
    )
)

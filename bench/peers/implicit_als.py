#!/usr/bin/env python3
"""Trains implicit's AlternatingLeastSquares on a MovieLens split and prints its NDCG@10 and times.

The counterpart of `lanefactor evaluate --train TRAIN --test TEST --items ITEMS`, by the same
definitions. The defaults are the best of --tune, which sees the training ratings alone, on
ml-latest-small.
"""

import time

STARTED = time.perf_counter()

import argparse
import csv
import itertools
import json
import os
import statistics
import sys

import options


def parse():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter
    )
    parser.add_argument("train", help="ratings to train on: userId,movieId,… with a header")
    parser.add_argument("test", help="ratings held out, in the same format")
    parser.add_argument("--items", required=True, help="movies.csv: every item that is ranked")
    parser.add_argument("--factors", type=options.positive_int, default=64, help="per vector")
    parser.add_argument(
        "--regularization", type=options.positive_float, default=50.0, help="L2 of both sides"
    )
    parser.add_argument(
        "--alpha", type=options.positive_float, default=8.0, help="weight of a rated cell"
    )
    parser.add_argument("--iterations", type=options.positive_int, default=15, help="ALS sweeps")
    parser.add_argument("--threads", type=options.positive_int, default=2, help="threads to use")
    parser.add_argument("--seed", type=int, default=1, help="of the start factors")
    parser.add_argument(
        "--tune", action="store_true", help="search the settings on a fifth of TRAIN; ignore TEST"
    )
    return parser.parse_args()


args = parse()
options.limit(args.threads)  # before numpy loads
os.environ["OPENBLAS_NUM_THREADS"] = "1"  # implicit's own threads call BLAS, and it asks for this

import numpy as np
import ranking
import scipy.sparse
from implicit import __version__ as implicit_version
from implicit.cpu.als import AlternatingLeastSquares


def bad_input(path, expected, error):
    print(f"{path}: expected {expected}; {error}", file=sys.stderr)
    sys.exit(2)


def read_pairs(path):
    """The user and item ids of each rating, shape (ratings, 2)."""
    try:
        return np.loadtxt(path, delimiter=",", skiprows=1, usecols=(0, 1), dtype=np.int64, ndmin=2)
    except (OSError, ValueError) as error:
        bad_input(path, "a header, then userId,movieId,… on each line", error)


def read_item_ids(path):
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            rows = csv.reader(file)
            next(rows, None)
            return np.array([int(row[0]) for row in rows])
    except (OSError, ValueError, IndexError) as error:
        bad_input(path, "movieId first on each line after the header", error)


def matrix(pairs, user_ids, item_ids):
    """1 where a user rated an item, users x items; the items keep the order of the items file."""
    by_id = np.argsort(item_ids)
    items = by_id[np.searchsorted(item_ids, pairs[:, 1], sorter=by_id)]
    users = np.searchsorted(user_ids, pairs[:, 0])
    ones = np.ones(len(pairs), dtype=np.float32)
    return scipy.sparse.csr_matrix((ones, (users, items)), (len(user_ids), len(item_ids)))


def fit(train, regularization, alpha, iterations, seed):
    model = AlternatingLeastSquares(
        factors=args.factors,
        regularization=regularization,
        alpha=alpha,
        iterations=iterations,
        num_threads=args.threads,
        random_state=seed,
    )
    model.fit(train, show_progress=False)
    return model


def ndcg(model, train, test):
    return ranking.ndcg(model.user_factors @ model.item_factors.T, train, test)


def tune(train):
    """Prints the mean NDCG@10 of each setting on four validation parts of the training ratings."""
    rng = np.random.default_rng(7)
    coordinates = train.tocoo()
    parts = []
    for _ in range(4):
        held = rng.random(train.nnz) < 0.2
        parts.append([part(coordinates, mask) for mask in (~held, held)])
    results = []
    for regularization, alpha, iterations in itertools.product(
        (0.1, 1, 5, 10, 20, 30, 50, 100, 200), (1, 2, 4, 8, 16), (5, 10, 15)
    ):
        settings = regularization, alpha, iterations
        value = statistics.mean(
            ndcg(fit(rest, *settings, seed=args.seed), rest, held) for rest, held in parts
        )
        results.append((value, settings))
        print(
            f"{value:.4f} --regularization {regularization} --alpha {alpha}"
            f" --iterations {iterations}",
            flush=True,
        )
    value, best = max(results)
    print("best: --regularization {} --alpha {} --iterations {}".format(*best))


def part(ratings, mask):
    cells = ratings.data[mask], (ratings.row[mask], ratings.col[mask])
    return scipy.sparse.csr_matrix(cells, ratings.shape)


def main():
    train_pairs, test_pairs = read_pairs(args.train), read_pairs(args.test)
    pairs = np.concatenate([train_pairs, test_pairs])
    user_ids = np.unique(pairs[:, 0])
    listed = read_item_ids(args.items)
    item_ids = np.concatenate([listed, np.setdiff1d(pairs[:, 1], listed)])
    train = matrix(train_pairs, user_ids, item_ids)
    if args.tune:
        tune(train)
        return
    start = time.perf_counter()
    model = fit(train, args.regularization, args.alpha, args.iterations, args.seed)
    seconds_fit = time.perf_counter() - start
    value = ndcg(model, train, matrix(test_pairs, user_ids, item_ids))
    print(
        json.dumps(
            {
                "peer": "implicit-als",
                "version": implicit_version,
                "factors": args.factors,
                "regularization": args.regularization,
                "alpha": args.alpha,
                "iterations": args.iterations,
                "threads": args.threads,
                "ndcg@10": round(value, 4),
                "secondsFit": round(seconds_fit, 3),
                "seconds": round(time.perf_counter() - STARTED, 3),
            }
        )
    )


main()

"""The data, the exact reference a peer is checked against, and the clock."""

import json
import os
import sys
import time
from typing import NamedTuple

import numpy as np

LEARNING_RATE, RHO, MOMENTUM, EPSILON = 1e-3, 0.9, 0.9, 1e-7
NAMES = ("loss", "U", "M", "bu", "bm", "bg")
# Largest error allowed, relative to the largest value of the same array.
TOLERANCE = 1e-4


class Problem(NamedTuple):
    """Ratings X (users x items, float32, 0 where unrated) and start weights U, M, bu, bm, bg."""

    X: np.ndarray
    weights: list


def make_problem(users, items, density, factors, seed=1):
    """Ratings 0.1 to 1.0; an item's popularity falls in a line from twice the density to 0."""
    rng = np.random.default_rng(seed)
    popularity = 2 * density * (1 - (np.arange(items, dtype=np.float32) + 0.5) / items)
    X = rng.integers(1, 11, (users, items), dtype=np.uint8) / np.float32(10)
    X[rng.random((users, items), dtype=np.float32) >= popularity] = 0
    shapes = (users, factors), (items, factors), (users,), (items,)
    weights = [np.float32(0.3) * rng.standard_normal(shape, dtype=np.float32) for shape in shapes]
    return Problem(X, weights + [np.array(-1, dtype=np.float32)])


def reference(X, weights):
    """Loss and gradients of mean((sigmoid(U·Mᵀ + bu + bm + bg) − X)²), in float64."""
    U, M, bu, bm, bg = (np.asarray(w, dtype=np.float64) for w in weights)
    loss, dU, dM, dbu, dbm = 0.0, np.zeros_like(U), np.zeros_like(M), np.zeros_like(bu), 0.0
    for start in range(0, len(X), 256):
        rows = slice(start, start + 256)
        S = 1 / (1 + np.exp(-(U[rows] @ M.T + bu[rows, None] + bm + bg)))
        R = S - X[rows]
        loss += np.sum(R * R) / X.size
        G = R * S * (1 - S) * (2 / X.size)
        dU[rows] = G @ M
        dM += G.T @ U[rows]
        dbu[rows] = G.sum(axis=1)
        dbm = dbm + G.sum(axis=0)
    return loss, [dU, dM, dbu, dbm, dbu.sum()]


def reference_steps(X, weights, steps):
    """The weights after some steps of RMSprop with momentum, as Keras defines it, in float64."""
    weights = [np.array(w, dtype=np.float64) for w in weights]
    velocities = [np.zeros_like(w) for w in weights]
    momenta = [np.zeros_like(w) for w in weights]
    for _ in range(steps):
        _, gradients = reference(X, weights)
        for w, v, o, g in zip(weights, velocities, momenta, gradients):
            v[...] = RHO * v + (1 - RHO) * g * g
            o[...] = MOMENTUM * o + LEARNING_RATE * g / np.sqrt(v + EPSILON)
            w -= o
    return weights


def compare(what, names, actual, expected):
    """The largest relative error; ends the program with a clear line when it is too large."""
    largest = 0.0
    for name, a, e in zip(names, actual, expected, strict=True):
        a = np.asarray(a, dtype=np.float64)
        if a.shape != np.shape(e):
            sys.exit(f"wrong {what}: {name} has shape {a.shape}, expected {np.shape(e)}")
        error = np.max(np.abs(a - e)) / np.max(np.abs(e))
        if not error <= TOLERANCE:  # NaN fails too
            sys.exit(f"wrong {what}: {name} is off by {error:.1e}, allowed is {TOLERANCE:.0e}")
        largest = max(largest, error)
    return largest


def check_small(peer_class, threads):
    """Three whole steps on a small ragged shape, where an update changes many digits."""
    small = make_problem(37, 53, 0.12, 7)
    peer = peer_class(small, threads)
    compare_gradients("result on 37x53", peer, small)
    losses = [float(peer.step()) for _ in range(3)]
    expected = [reference(small.X, reference_steps(small.X, small.weights, i))[0] for i in range(3)]
    compare("loss of a step", ("step 0", "step 1", "step 2"), losses, expected)
    moved = [np.asarray(a, dtype=np.float64) - b for a, b in zip(peer.weights(), small.weights)]
    after = reference_steps(small.X, small.weights, 3)
    compare("update", NAMES[1:], moved, [a - b for a, b in zip(after, small.weights)])


def compare_gradients(what, peer, problem):
    loss, gradients = peer.gradients()
    expected_loss, expected = reference(problem.X, problem.weights)
    return compare(what, NAMES, [loss, *gradients], [expected_loss, *expected])


def time_steps(step, seconds):
    """Milliseconds of each step over `seconds`, after a warm-up, and the CPUs kept busy."""
    end = time.perf_counter() + max(0.5, seconds / 4)
    warm = 0
    while warm < 3 or time.perf_counter() < end:
        step()
        warm += 1
    times = []
    cpu, start = time.process_time(), time.perf_counter()
    last, end = start, start + seconds
    while last < end or len(times) < 5:
        step()
        now = time.perf_counter()
        times.append((now - last) * 1e3)
        last = now
    return times, (time.process_time() - cpu) / (last - start)


def report(args, name, version, peer_class):
    """Checks a peer, times it and prints one line of JSON.

    peer_class(problem, threads) has gradients() -> loss, [dU, dM, dbu, dbm, dbg] at the present
    weights; step() -> the loss before the update, returned when the whole step is done; and
    weights() -> [U, M, bu, bm, bg].
    """
    check_small(peer_class, args.threads)
    problem = make_problem(args.users, args.items, args.density, args.factors)
    peer = peer_class(problem, args.threads)
    error = compare_gradients(f"result on {args.users}x{args.items}", peer, problem)
    times, cpus = time_steps(peer.step, args.seconds)
    print(
        json.dumps(
            {
                "peer": name,
                "version": version,
                "users": args.users,
                "items": args.items,
                "density": args.density,
                "factors": args.factors,
                "threads": args.threads,
                "msPerStep": round(float(np.median(times)), 4),
                "msFastest": round(min(times), 4),
                "steps": len(times),
                "cpusBusy": round(cpus, 2),
                "relativeError": float(f"{error:.1e}"),
                "ratings": int(np.count_nonzero(problem.X)),
                "python": sys.version.split()[0],
                "cpu": cpu_name(),
            }
        )
    )


def cpu_name():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            lines = [line for line in file if line.startswith("model name")]
        return lines[0].split(":", 1)[1].strip()
    except (OSError, IndexError):
        return os.uname().machine

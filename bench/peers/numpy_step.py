#!/usr/bin/env python3
"""Times one training step in numpy: written in place by blocks of rows, with BLAS products."""

import options

args = options.parser(__doc__).parse_args()
options.limit(args.threads)  # before numpy loads

import numpy as np

import measure

BLOCK_CELLS = 400_000


class Numpy:
    def __init__(self, problem, threads):
        self.X = problem.X
        self.theta = [w.copy() for w in problem.weights]
        self.velocities = [np.zeros_like(w) for w in self.theta]
        self.momenta = [np.zeros_like(w) for w in self.theta]
        # Blocks of rows small enough to stay in the cache from one operation to the next.
        self.rows = max(1, BLOCK_CELLS // self.X.shape[1])
        self.S = np.empty((self.rows, self.X.shape[1]), dtype=np.float32)  # the prediction
        self.G = np.empty_like(self.S)  # the gradient at each cell

    def gradients(self):
        U, M, bu, bm, bg = self.theta
        k = U.shape[1]
        # The biases ride in the products: [U, bu + bg, 1]·[M, 1, bm]ᵀ = U·Mᵀ + bu + bm + bg.
        users = np.column_stack([U, bu + bg, np.ones_like(bu)])
        items = np.column_stack([M, np.ones_like(bm), bm])
        negated = -users
        d_users, d_items, loss = np.empty_like(users), np.zeros_like(items), 0.0
        for start in range(0, len(U), self.rows):
            rows = slice(start, start + self.rows)
            X = self.X[rows]
            S, G = self.S[: len(X)], self.G[: len(X)]
            np.matmul(negated[rows], items.T, out=S)
            np.exp(S, out=S)
            S += 1
            np.reciprocal(S, out=S)
            np.subtract(S, X, out=G)
            loss += float(np.vdot(G, G))
            G *= S
            np.subtract(1, S, out=S)
            G *= S
            np.matmul(G, items, out=d_users[rows])
            d_items += G.T @ users[rows]
        d_users *= np.float32(2 / self.X.size)
        d_items *= np.float32(2 / self.X.size)
        dbu = d_users[:, k]
        return loss / self.X.size, [
            d_users[:, :k],
            d_items[:, :k],
            dbu,
            d_items[:, k + 1],
            dbu.sum(),
        ]

    def step(self):
        loss, gradients = self.gradients()
        for w, v, o, g in zip(self.theta, self.velocities, self.momenta, gradients):
            v *= measure.RHO
            v += (1 - measure.RHO) * g * g
            o *= measure.MOMENTUM
            o += measure.LEARNING_RATE * g / np.sqrt(v + measure.EPSILON)
            w -= o
        return loss

    def weights(self):
        return self.theta


measure.report(args, "numpy", np.__version__, Numpy)

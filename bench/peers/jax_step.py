#!/usr/bin/env python3
"""Times one training step in JAX: one jitted function, its weights and state donated."""

import options

args = options.parser(__doc__).parse_args()
options.limit(args.threads)  # before JAX loads

import jax
import jax.numpy as jnp

import measure

jax.config.update("jax_platforms", "cpu")


def loss_fn(theta, X):
    U, M, bu, bm, bg = theta
    return jnp.mean((jax.nn.sigmoid(U @ M.T + bu[:, None] + bm + bg) - X) ** 2)


def train(theta, velocities, momenta, X):
    loss, gradients = jax.value_and_grad(loss_fn)(theta, X)
    velocities = [
        measure.RHO * v + (1 - measure.RHO) * g * g for v, g in zip(velocities, gradients)
    ]
    momenta = [
        measure.MOMENTUM * o + measure.LEARNING_RATE * g / jnp.sqrt(v + measure.EPSILON)
        for o, v, g in zip(momenta, velocities, gradients)
    ]
    return loss, [w - o for w, o in zip(theta, momenta)], velocities, momenta


class Jax:
    loss_and_gradients = staticmethod(jax.jit(jax.value_and_grad(loss_fn)))
    train = staticmethod(jax.jit(train, donate_argnums=(0, 1, 2)))

    def __init__(self, problem, threads):
        self.X = jnp.array(problem.X)
        self.state = [
            [jnp.array(w) for w in problem.weights],
            [jnp.zeros_like(w) for w in problem.weights],
            [jnp.zeros_like(w) for w in problem.weights],
        ]

    def gradients(self):
        return self.loss_and_gradients(self.state[0], self.X)

    def step(self):
        loss, *self.state = self.train(*self.state, self.X)
        jax.block_until_ready(self.state)
        return loss

    def weights(self):
        return self.state[0]


measure.report(args, "jax", jax.__version__, Jax)

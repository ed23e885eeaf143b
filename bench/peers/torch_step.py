#!/usr/bin/env python3
"""Times one training step in PyTorch: loss, gradients and update in one compiled graph."""

import options

args = options.parser(__doc__).parse_args()
options.limit(args.threads)  # before torch loads

import torch

import measure

torch.set_num_threads(args.threads)
torch.set_num_interop_threads(1)


def loss_fn(theta, X):
    U, M, bu, bm, bg = theta
    return torch.mean((torch.sigmoid(U @ M.T + bu[:, None] + bm + bg) - X) ** 2)


def loss_and_gradients(theta, X):
    gradients, loss = torch.func.grad_and_value(loss_fn)(theta, X)
    return loss, gradients


def train(theta, velocities, momenta, X):
    loss, gradients = loss_and_gradients(theta, X)
    for w, v, o, g in zip(theta, velocities, momenta, gradients):
        v.mul_(measure.RHO).add_(g * g, alpha=1 - measure.RHO)
        o.mul_(measure.MOMENTUM).add_(
            g / torch.sqrt(v + measure.EPSILON), alpha=measure.LEARNING_RATE
        )
        w.sub_(o)
    return loss


class Torch:
    # One graph of fixed shapes; torch.optim.RMSprop is not used: its epsilon is outside the root.
    loss_and_gradients = staticmethod(
        torch.compile(loss_and_gradients, dynamic=False, fullgraph=True)
    )
    train = staticmethod(torch.compile(train, dynamic=False, fullgraph=True))

    def __init__(self, problem, threads):
        self.X = torch.tensor(problem.X)
        self.theta = [torch.tensor(w) for w in problem.weights]
        self.velocities = [torch.zeros_like(w) for w in self.theta]
        self.momenta = [torch.zeros_like(w) for w in self.theta]

    def gradients(self):
        loss, gradients = self.loss_and_gradients(self.theta, self.X)
        return loss.item(), [g.numpy() for g in gradients]

    def step(self):
        return self.train(self.theta, self.velocities, self.momenta, self.X).item()

    def weights(self):
        return [w.numpy() for w in self.theta]


with torch.no_grad():
    measure.report(args, "torch-compile", torch.__version__, Torch)

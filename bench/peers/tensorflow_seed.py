#!/usr/bin/env python3
"""The post's training in TensorFlow on the bundled sample: what SeedOracleTest compares ours with.

    venv/bin/python bench/peers/tensorflow_seed.py >seed-sample.csv

makes that file, which belongs into src/test/resources/io/github/lanefactor/train: the loss before
every 100th step, and what the trained model gives for some cells.
"""

import csv
import pathlib
import sys

import numpy as np
import tensorflow as tf

SAMPLE = pathlib.Path(__file__).resolve().parents[2] / "data" / "sample"
STEPS = 1001
LOG_EVERY = 100
K = 15


def load():
    """Ratings as shares of each film's largest, 0 where there is none; users in order of the file."""
    with open(SAMPLE / "movies.csv", newline="", encoding="utf-8") as file:
        items = [row["movieId"] for row in csv.DictReader(file)]
    with open(SAMPLE / "ratings.csv", newline="", encoding="utf-8") as file:
        rows = [(r["userId"], r["movieId"], float(r["rating"])) for r in csv.DictReader(file)]
    users = list(dict.fromkeys(user for user, _, _ in rows))
    user_at = {user: i for i, user in enumerate(users)}
    item_at = {item: j for j, item in enumerate(items)}
    X = np.zeros((len(users), len(items)), np.float32)
    for user, item, rating in rows:
        X[user_at[user], item_at[item]] = rating
    largest = X.max(axis=0)
    return X / np.where(largest > 0, largest, 1), users, items


def start(rows, draws):
    """Glorot's uniform start, from a generator that is written in a line anywhere."""
    limit = np.sqrt(6.0 / (rows + K))
    values = [(2 * next(draws) - 1) * limit for _ in range(rows * K)]
    return np.array(values, np.float64).astype(np.float32).reshape(rows, K)


def generator():
    state = 2019
    while True:
        state = (state * 1664525 + 1013904223) % 2**32
        yield state / 2**32


X, users, items = load()
draws = generator()
weights = [
    tf.Variable(value)
    for value in (
        start(len(users), draws),
        start(len(items), draws),
        np.zeros(len(users), np.float32),
        np.zeros(len(items), np.float32),
        np.float32(0),
    )
]
U, M, bu, bm, bg = weights
loss_fn = tf.keras.losses.MeanSquaredError()
optimizer = tf.keras.optimizers.RMSprop(learning_rate=1e-3, momentum=0.9)


def output():
    product = tf.matmul(U, tf.transpose(M))
    return tf.sigmoid(product + tf.expand_dims(bu, axis=1) + tf.expand_dims(bm, axis=0) + bg)


print(f"# TensorFlow {tf.__version__}, bench/peers/tensorflow_seed.py")
for step in range(STEPS):
    with tf.GradientTape() as tape:
        loss = loss_fn(X, output())
    if step % LOG_EVERY == 0:
        print(f"loss,{step},{loss.numpy():.9g}")
        print(f"step: {step}, loss: {loss.numpy():.9f}", file=sys.stderr)
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
final = output().numpy()
for cell in range(40):
    user, item = cell * 12, cell * 19
    print(f"output,{users[user]},{items[item]},{final[user, item]:.9g}")

#!/usr/bin/env python3
"""Times one training step in TensorFlow: eager with Keras, as the post does it, or through XLA."""

import options

parser = options.parser(__doc__)
parser.add_argument("--xla", action="store_true", help="compile the whole step with XLA")
args = parser.parse_args()
options.limit(args.threads)  # before TensorFlow loads

import tensorflow as tf

import measure

tf.config.threading.set_intra_op_parallelism_threads(args.threads)
tf.config.threading.set_inter_op_parallelism_threads(1)


class MatrixFactorization(tf.keras.layers.Layer):
    """Scores of all cells: U·Mᵀ + bu + bm + bg."""

    def __init__(self, weights):
        super().__init__()
        for name, value in zip(("U", "M", "bu", "bm", "bg"), weights):
            variable = self.add_weight(
                name=name, shape=value.shape, initializer=tf.constant_initializer(value)
            )
            setattr(self, name, variable)

    def call(self, _):
        product = tf.matmul(self.U, self.M, transpose_b=True)
        biased = product + tf.expand_dims(self.bu, axis=1) + tf.expand_dims(self.bm, axis=0)
        return biased + self.bg


class MatrixFactorizer(tf.keras.Model):
    def __init__(self, weights):
        super().__init__()
        self.factorization = MatrixFactorization(weights)
        self.sigmoid = tf.keras.layers.Activation("sigmoid")

    def call(self, X):
        return self.sigmoid(self.factorization(X))


class TensorFlow:
    def __init__(self, problem, threads):
        self.X = tf.constant(problem.X)  # once: from numpy it would be copied in each step
        self.model = MatrixFactorizer(problem.weights)
        self.loss_fn = tf.keras.losses.MeanSquaredError()
        self.optimizer = tf.keras.optimizers.RMSprop(
            learning_rate=measure.LEARNING_RATE,
            rho=measure.RHO,
            momentum=measure.MOMENTUM,
            epsilon=measure.EPSILON,
        )
        self.optimizer.build(self.model.trainable_variables)
        compiled = tf.function(jit_compile=True) if args.xla else lambda function: function
        self.run_gradients = compiled(self.loss_and_gradients)
        self.run_step = compiled(self.train)

    def loss_and_gradients(self):
        with tf.GradientTape() as tape:
            loss = self.loss_fn(self.X, self.model(self.X))
        return loss, tape.gradient(loss, self.model.trainable_variables)

    def train(self):
        loss, gradients = self.loss_and_gradients()
        self.optimizer.apply_gradients(zip(gradients, self.model.trainable_variables))
        return loss

    def gradients(self):
        loss, gradients = self.run_gradients()
        return loss.numpy(), [g.numpy() for g in gradients]

    def step(self):
        return self.run_step().numpy()

    def weights(self):
        return [v.numpy() for v in self.model.trainable_variables]


measure.report(
    args, "tensorflow-xla" if args.xla else "tensorflow-eager", tf.__version__, TensorFlow
)

/**
 * Training: settings with their defaults, the start, the two solvers, and when to stop.
 *
 * <pre>{@code
 * FactorModel model = Trainer.ranking().factors(64).train(ratings).model();
 * }</pre>
 */
package io.github.lanefactor.train;

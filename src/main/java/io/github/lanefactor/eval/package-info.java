/**
 * How good a model is: splits of the ratings into a training and a test part, ranking and rating
 * metrics, baselines to compare with, and a search for good settings. The definitions, with their
 * sources, are in {@code docs/evaluation.md}.
 *
 * <pre>{@code
 * Split split = Split.holdout(ratings, 0.2, 1);
 * Evaluator evaluator = new Evaluator(split);
 * Evaluation popularity = evaluator.ranking(Baselines.popularity(split.train()));
 * double ndcg = popularity.get("ndcg@10");
 * }</pre>
 */
package io.github.lanefactor.eval;

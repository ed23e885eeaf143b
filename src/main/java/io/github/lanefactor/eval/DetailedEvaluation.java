package io.github.lanefactor.eval;

/**
 * An evaluation, and what it is made of.
 *
 * @param evaluation over all users measured
 * @param users the same metrics for each user measured, except for coverage
 * @param items for each item. Of a ranking: {@code recall@10}, the number of lists in which the
 *     item is and is relevant, over the number of users to whom it is relevant; and {@code
 *     shown@10}, the share of the lists in which it is, whether relevant or not. Of ratings: rmse
 *     and mae.
 */
public record DetailedEvaluation(Evaluation evaluation, Breakdown users, Breakdown items) {}

package io.github.lanefactor.recommend;

/**
 * A user of a list.
 *
 * @param id the user's id
 * @param score how much the user is like another one; see {@link Recommender#similarUsers}
 */
public record ScoredUser(String id, double score) {}

package io.github.lanefactor.recommend;

import io.github.lanefactor.ratings.Item;

/**
 * An item that a user has rated.
 *
 * @param item the item
 * @param rating the user's rating
 * @param predicted what {@link Recommender#predict} gives for it
 */
public record RatedItem(Item item, float rating, double predicted) {}

package io.github.lanefactor.eval;

/**
 * How one scorer differs from another on the same users, in one metric.
 *
 * @param difference the value of the first less that of the second
 * @param interval of the difference; if 0 is outside, chance alone in the draw of the users hardly
 *     explains it
 * @param better the share of the users whom the first serves better, 0–1
 * @param worse the share of the users whom the first serves worse, 0–1; the others are served
 *     equally well
 */
public record Comparison(double difference, Interval interval, double better, double worse) {}

package io.github.lanefactor.data;

import java.util.Locale;

/** Sets of ratings that {@link Downloader} fetches from their publisher, GroupLens. */
public enum DataSet {
  /** MovieLens latest-small: 100,836 ratings; a selection that may change. */
  ML_LATEST_SMALL("html"),
  /** MovieLens 100K: 100,000 ratings of 1998. */
  ML_100K("txt"),
  /** MovieLens 1M: 1,000,209 ratings of 2000. */
  ML_1M("txt"),
  /** MovieLens 32M: 32,000,204 ratings up to 2023. */
  ML_32M("html");

  /** Where the publisher keeps the archives. */
  static final String PUBLISHER = "https://files.grouplens.org/datasets/movielens/";

  private final String readme;

  DataSet(String readme) {
    this.readme = readme;
  }

  /** The name, such as {@code ml-latest-small}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The name of its archive, such as {@code ml-latest-small.zip}. */
  public String archive() {
    return id() + ".zip";
  }

  /** What may be done with the data, in a sentence, and the address of the full terms. */
  public String terms() {
    return "MovieLens data of GroupLens, University of Minnesota: for research; no commercial use"
        + " without their permission, and cite them. Full terms: "
        + PUBLISHER
        + id()
        + "-README."
        + readme;
  }
}

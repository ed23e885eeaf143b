/** Matrix factorisation for recommendations, tuned on the Vector API. */
module io.github.lanefactor {
  exports io.github.lanefactor.data;
  exports io.github.lanefactor.eval;
  exports io.github.lanefactor.model;
  exports io.github.lanefactor.ratings;
  exports io.github.lanefactor.recommend;
  exports io.github.lanefactor.train;

  requires org.apache.commons.csv;
  requires static jdk.incubator.vector;
  requires static jdk.jfr;
  // What follows serves files and the command line; the core runs without it.
  requires static com.google.gson;
  requires static external.umap.java;
  requires static info.picocli;
  requires static io.jhdf;
  requires static java.desktop;
  requires static java.net.http;
  requires static jdk.httpserver;
  requires static transitive java.sql;
  requires static org.apache.commons.compress;
  requires static org.knowm.xchart;

  opens io.github.lanefactor.cli to
      info.picocli;
}

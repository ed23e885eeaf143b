package io.github.lanefactor.model;

/** Which lanefactor this is. */
public final class Version {
  private Version() {}

  /**
   * The version in the jar's manifest, such as {@code 0.1.0}; {@code development} outside a jar.
   */
  public static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}

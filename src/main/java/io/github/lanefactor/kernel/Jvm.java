package io.github.lanefactor.kernel;

/**
 * What a Java virtual machine says of itself.
 *
 * @param name such as "OpenJDK 64-Bit Server VM"
 * @param mode such as "mixed mode, sharing"
 * @param version such as "17.0.15+6"; GraalVM's has "jvmci" in it
 * @param feature the Java version, such as 17
 */
record Jvm(String name, String mode, String version, int feature) {
  /** From here on GraalVM's compiler turns the Vector API into vector instructions. */
  private static final int GRAAL_VECTORS = 25;

  /** The one that this runs on. */
  static Jvm current() {
    return new Jvm(
        System.getProperty("java.vm.name", ""),
        System.getProperty("java.vm.info", ""),
        System.getProperty("java.vm.version", ""),
        Runtime.version().feature());
  }

  /** Why vector code would run slower here than plain loops; null if it would not. */
  String obstacle() {
    if (!name.contains("Server VM")) {
      return "it needs HotSpot's C2 compiler, this is " + name;
    }
    if (mode.contains("interpreted") || mode.contains("emulated-client")) {
      return "it needs HotSpot's C2 compiler, which is switched off (" + mode + ")";
    }
    if (version.contains("jvmci") && feature < GRAAL_VECTORS) {
      return "GraalVM runs vector code slower than plain loops before version 25, this is "
          + feature;
    }
    return null;
  }
}

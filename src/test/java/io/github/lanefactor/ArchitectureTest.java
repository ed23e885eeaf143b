package io.github.lanefactor;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.github.lanefactor.model.FactorModel;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which package may know which, and which library. */
class ArchitectureTest {
  private static final String ROOT = "io.github.lanefactor";
  private static final String KERNEL = ROOT + ".kernel";
  private static final String RATINGS = ROOT + ".ratings";
  private static final String MODEL = ROOT + ".model";
  private static final String SUPPORT = ROOT + ".support";
  private static final String OBJECTIVE = ROOT + ".objective";
  private static final String TRAIN = ROOT + ".train";
  private static final String RECOMMEND = ROOT + ".recommend";
  private static final String EVAL = ROOT + ".eval";
  private static final String DATA = ROOT + ".data";
  private static final String EXPLORE = ROOT + ".explore";
  private static final String CLI = ROOT + ".cli";
  private static final String FLIGHT_EVENTS = SUPPORT + ".FlightEvents";
  private static final String VECTOR_API = "jdk.incubator.vector..";
  private static final String[] FILE_LIBRARIES = {
    "io.jhdf..", "org.knowm.xchart..", "java.awt..", "org.apache.commons.compress..", "io.airlift.."
  };

  /** The project's own classes, from where they were compiled to. */
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .importUrl(FactorModel.class.getProtectionDomain().getCodeSource().getLocation());

  private static final Set<String> JAVA_BASE =
      ModuleLayer.boot().findModule("java.base").orElseThrow().getPackages();

  @Test
  void onlyTheKernelKnowsTheVectorApi() {
    noClasses()
        .that(not(resideInAPackage(KERNEL)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(VECTOR_API)
        .check(OURS);
  }

  /** Vector code is loaded where the module may be missing: only classes named so refer to it. */
  @Test
  void onlyVectorClassesOfTheKernelKnowTheVectorApi() {
    noClasses()
        .that()
        .haveSimpleNameNotStartingWith("Vector")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(VECTOR_API)
        .check(OURS);
  }

  @Test
  void theCoreNeedsNothingButJavaBase() {
    DescribedPredicate<JavaClass> allowed =
        describe(
            "are the project's own or in java.base",
            type -> {
              String name = type.getBaseComponentType().getPackageName();
              return name.startsWith(ROOT) || JAVA_BASE.contains(name) || type.isPrimitive();
            });
    DescribedPredicate<JavaClass> flightEvents =
        describe("are the flight recorder's", type -> type.getName().startsWith(FLIGHT_EVENTS));
    classes()
        .that(resideInAnyPackage(RATINGS, MODEL, SUPPORT, OBJECTIVE, TRAIN, RECOMMEND, EVAL))
        .and(not(flightEvents))
        .should()
        .onlyDependOnClassesThat(allowed)
        .check(OURS);
    classes()
        .that(resideInAPackage(KERNEL))
        .should()
        .onlyDependOnClassesThat(allowed.or(resideInAPackage(VECTOR_API)))
        .check(OURS);
  }

  /** Every package, and what it may know; no package may know one that stands below it here. */
  @Test
  void dependenciesPointOneWay() {
    Map<String, List<String>> mayKnow = new LinkedHashMap<>();
    mayKnow.put(KERNEL, List.of());
    mayKnow.put(RATINGS, List.of());
    mayKnow.put(MODEL, List.of(RATINGS));
    mayKnow.put(SUPPORT, List.of(RATINGS, KERNEL));
    mayKnow.put(OBJECTIVE, List.of(RATINGS, MODEL, KERNEL));
    mayKnow.put(TRAIN, List.of(RATINGS, MODEL, SUPPORT, OBJECTIVE, KERNEL));
    mayKnow.put(RECOMMEND, List.of(RATINGS, MODEL, SUPPORT, OBJECTIVE, KERNEL));
    mayKnow.put(EVAL, List.of(RATINGS, MODEL, SUPPORT, TRAIN, RECOMMEND));
    mayKnow.put(DATA, List.of(RATINGS, MODEL, SUPPORT, TRAIN));
    mayKnow.put(EXPLORE, List.of(RATINGS, MODEL, SUPPORT, OBJECTIVE, RECOMMEND));
    mayKnow.put(
        CLI,
        List.of(RATINGS, MODEL, SUPPORT, TRAIN, RECOMMEND, EVAL, DATA, OBJECTIVE, KERNEL, EXPLORE));
    Set<String> above = new HashSet<>();
    mayKnow.forEach(
        (which, others) -> {
          assertTrue(above.containsAll(others), which);
          onlyKnows(which, others);
          above.add(which);
        });
    Set<String> all = OURS.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
    assertEquals(all, above);
  }

  /** The package knows itself and these; what is not ours is another matter. */
  private static void onlyKnows(String which, List<String> others) {
    DescribedPredicate<JavaClass> foreign =
        not(resideInAPackage(which)).and(not(resideInAnyPackage(others.toArray(String[]::new))));
    noClasses()
        .that(resideInAPackage(which))
        .should()
        .dependOnClassesThat(foreign.and(resideInAPackage(ROOT + "..")))
        .check(OURS);
  }

  /** Nested classes count as a part of the class around them. */
  @Test
  void noClassesKnowEachOtherInCircles() {
    slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass type) {
                return SliceIdentifier.of(type.getName().replaceFirst("\\$.*", ""));
              }

              @Override
              public String getDescription() {
                return "top-level classes";
              }
            })
        .should()
        .beFreeOfCycles()
        .check(OURS);
  }

  @Test
  void onlyTheCommandLineKnowsItsLibrary() {
    noClasses()
        .that(not(resideInAPackage(CLI)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(OURS);
  }

  @Test
  void onlyDataKnowsTheLibrariesForFiles() {
    noClasses()
        .that(not(resideInAnyPackage(DATA, CLI)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.commons.csv..")
        .check(OURS);
    noClasses()
        .that(not(resideInAPackage(DATA)))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(FILE_LIBRARIES)
        .check(OURS);
  }
}

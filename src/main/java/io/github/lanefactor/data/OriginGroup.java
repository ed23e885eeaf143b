package io.github.lanefactor.data;

import io.github.lanefactor.model.Origin;
import io.jhdf.api.WritableGroup;
import java.util.List;
import java.util.Optional;

/** Where a model comes from, as a group of an HDF5 file; unknown values are left out. */
final class OriginGroup {
  private static final String GROUP = "origin";

  private OriginGroup() {}

  static void put(WritableGroup parent, Origin origin) {
    WritableGroup group = parent.putGroup(GROUP);
    origin.data().ifPresent(name -> group.putAttribute("data", Hdf5Text.storable(name)));
    if (!origin.losses().isEmpty()) {
      group.putAttribute("losses", origin.lossLine());
    }
    origin
        .validation()
        .ifPresent(
            done -> {
              group.putAttribute("validation_share", done.share());
              group.putAttribute("validation_metric", done.metric());
              group.putAttribute("validation_best", done.best());
            });
  }

  static Origin read(Hdf5Source parent) {
    Hdf5Source group = parent.group(GROUP);
    return new Origin(
        group.hasAttribute("data")
            ? Optional.of(group.attribute("data", String.class))
            : Optional.empty(),
        group.hasAttribute("losses")
            ? Origin.losses(group.attribute("losses", String.class))
            : List.of(),
        group.hasAttribute("validation_share")
            ? Optional.of(
                new Origin.Validation(
                    group.finite("validation_share"),
                    group.attribute("validation_metric", String.class),
                    group.finite("validation_best")))
            : Optional.empty());
  }
}

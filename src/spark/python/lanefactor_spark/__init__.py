"""lanefactor as a stage of PySpark's ML: a thin cover of the Java classes, which Spark's JVM runs.

    spark-submit --jars lanefactor.jar,lanefactor-spark.jar --py-files lanefactor_spark.zip program.py

    from lanefactor_spark import LanefactorEstimator

    model = LanefactorEstimator(userCol="userId", itemCol="movieId").fit(ratings)
    model.recommendForAllUsers(10).show()

docs/spark.md describes the params, which have the names that they have in Java.
"""

import sys

from pyspark import keyword_only
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.util import JavaMLReadable, JavaMLReader, JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel
from pyspark.sql import DataFrame, SparkSession

__all__ = ["LanefactorEstimator", "LanefactorModel"]

_PACKAGE = "io.github.lanefactor.spark"

_STRING = TypeConverters.toString
_INT = TypeConverters.toInt
_FLOAT = TypeConverters.toFloat

_SHARED = {
    "userCol": (_STRING, "column of users' ids, strings or whole numbers", "user"),
    "itemCol": (_STRING, "column of items' ids, strings or whole numbers", "item"),
    "predictionCol": (_STRING, "column that is added", "prediction"),
    "coldStartStrategy": (_STRING, "what unknown users and items get: nan, drop", "nan"),
}

_TRAINING = {
    "ratingCol": (_STRING, "column of ratings; empty if each row counts as 1", "rating"),
    "timestampCol": (_STRING, "column of times, for halfLife", ""),
    "titleCol": (_STRING, "column of titles in the items", "title"),
    "genresCol": (_STRING, "column of genres in the items", "genres"),
    "objective": (_STRING, "what to learn: ranking, rating, scaled", "ranking"),
    "factors": (_INT, "number of factors", 32),
    "sweeps": (_INT, "number of sweeps at most", None),
    "observedWeight": (_FLOAT, "weight of a rated cell", None),
    "l2": (_FLOAT, "L2", None),
    "l2Exponent": (_FLOAT, "exponent of L2", None),
    "values": (_STRING, "what the ratings are: ratings, counts", None),
    "likedFrom": (_FLOAT, "lowest rating that says liked", None),
    "dislikedWeight": (_FLOAT, "weight of a disliked cell", None),
    "halfLife": (_FLOAT, "days after which a rating weighs half", None),
    "tolerance": (_FLOAT, "share of progress to stop at", 1e-4),
    "seed": (_INT, "seed of the random start", 1),
    "parallelism": (_INT, "tasks at a time; by default the cores of the application", None),
    "kernel": (_STRING, "code to run on: auto, vector, scalar", "auto"),
}

_LISTS = {
    "includeRated": (TypeConverters.toBoolean, "whether lists have what a user has rated", False),
    "minRatings": (_INT, "ratings that a listed item has at least", 0),
    "genre": (_STRING, "genre of listed items; empty for any", ""),
    "diversity": (_FLOAT, "how unlike listed items are", 0.0),
    "onlyItems": (TypeConverters.toListString, "ids of the items that may be listed", None),
    "excludedItems": (TypeConverters.toListString, "ids of items that are not listed", None),
}


def _params(*tables):
    """Gives a class the params of the tables, with setters and getters as Spark's own have them."""

    def decorate(cls):
        cls._defaults = {}
        for table in tables:
            for name, (converter, doc, default) in table.items():
                setattr(cls, name, Param(Params._dummy(), name, doc, typeConverter=converter))
                if default is not None:
                    cls._defaults[name] = default
                upper = name[0].upper() + name[1:]
                setattr(cls, "set" + upper, lambda self, value, _name=name: self._set(**{_name: value}))
                setattr(cls, "get" + upper, lambda self, _name=name: self.getOrDefault(_name))
        return cls

    return decorate


class _Reader(JavaMLReader):
    """Finds the Java class, which is not where Spark's own are."""

    @classmethod
    def _java_loader_class(cls, clazz):
        return _PACKAGE + "." + clazz.__name__


class _Readable(JavaMLReadable):
    @classmethod
    def read(cls):
        return _Reader(cls)


@_params(_SHARED, _TRAINING)
class LanefactorEstimator(JavaEstimator, JavaMLWritable, _Readable):
    """Trains a model on the executors, with the bits of one machine."""

    @keyword_only
    def __init__(self, **kwargs):
        super().__init__()
        self._java_obj = self._new_java_obj(_PACKAGE + ".LanefactorEstimator", self.uid)
        self._setDefault(**self._defaults)
        self._set(**kwargs)

    @keyword_only
    def setParams(self, **kwargs):
        """Sets several params."""
        return self._set(**kwargs)

    def setItems(self, items):
        """What is known of the items: ids, titles, genres. Not saved with the estimator."""
        self._java_obj.setItems(None if items is None else items._jdf)
        return self

    def _create_model(self, java_model):
        return LanefactorModel(java_model)


@_params(_SHARED, _LISTS)
class LanefactorModel(JavaModel, JavaMLWritable, _Readable):
    """A trained model: predictions, lists, similar items."""

    def __init__(self, java_model=None):
        super().__init__(java_model)
        self._setDefault(**self._defaults)

    def _frame(self, method, *arguments):
        self._transfer_params_to_java()
        frame = getattr(self._java_obj, method)(*arguments)
        return DataFrame(frame, SparkSession.active())

    def recommendForAllUsers(self, n):
        """What all users would like best and have not rated: n items each."""
        return self._frame("recommendForAllUsers", n)

    def recommendForUserSubset(self, dataset, n):
        """The same for the users of a dataset."""
        return self._frame("recommendForUserSubset", dataset._jdf, n)

    def recommendForAllItems(self, n):
        """Which users would like each item best and have not rated it: n each."""
        return self._frame("recommendForAllItems", n)

    def similarItems(self, n, dataset=None):
        """The n items most like each item, or each of a dataset's."""
        if dataset is None:
            return self._frame("similarItems", n)
        return self._frame("similarItems", dataset._jdf, n)


# A pipeline that is read looks for its stages by the names of their Java classes.
sys.modules.setdefault(_PACKAGE, sys.modules[__name__])

"""Trains on the ratings of a folder such as ml-latest-small and writes ten films for every user.

    spark-submit --jars lanefactor.jar,lanefactor-spark.jar --py-files lanefactor_spark.zip \\
        film_lists.py ml-latest-small lists
"""

import sys

from pyspark.ml import Pipeline
from pyspark.sql import SparkSession, functions

from lanefactor_spark import LanefactorEstimator

folder, out = sys.argv[1:]
spark = SparkSession.builder.appName("film lists").getOrCreate()
ratings = spark.read.csv(folder + "/ratings.csv", header=True, inferSchema=True)
films = spark.read.csv(folder + "/movies.csv", header=True, inferSchema=True)

estimator = LanefactorEstimator(userCol="userId", itemCol="movieId", factors=32).setItems(films)
pipeline = Pipeline(stages=[estimator]).fit(ratings)
pipeline.write().overwrite().save(out + "/model")

lists = pipeline.stages[0].recommendForAllUsers(10)
named = (
    lists.select("userId", functions.posexplode("recommendations").alias("place", "film"))
    .select("userId", "place", "film.movieId", "film.rating")
    .join(films, "movieId")
    .orderBy("userId", "place")
)
named.write.mode("overwrite").csv(out + "/lists", header=True)
named.show(10, truncate=False)
spark.stop()

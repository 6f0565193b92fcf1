"""Answers the lines of a text file with Spark: each partition is piped through one `lstm predict`, one line out for each line in.

    spark-submit examples/scale/spark_pipe.py texts.txt answers model

The executors need Node and `npm install --global lstm`, and the model at the same path (or spark-submit --files).
"""
import sys

from pyspark.sql import SparkSession

texts, answers, model = sys.argv[1:4]
spark = SparkSession.builder.appName("lstm-predict").getOrCreate()
command = f"lstm predict --quiet --threads 1 --checkpoint '{model}'"
# checkCode: a worker that fails fails the task, which Spark tries again.
spark.sparkContext.textFile(texts, minPartitions=8).pipe(command, checkCode=True).saveAsTextFile(answers)
spark.stop()

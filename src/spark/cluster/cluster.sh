# Sourced: a standalone cluster of Spark on this machine, a master and two workers of one core each.
# Needs SPARK_HOME, and in WORK a folder for its files; MEMORY is that of each executor.

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start_cluster() {
  port=$(free_port)
  master=spark://127.0.0.1:$port
  export SPARK_HOME SPARK_LOCAL_IP=127.0.0.1 SPARK_SCALA_VERSION=2.13
  java -Xmx256m -cp "$SPARK_HOME/jars/*" org.apache.spark.deploy.master.Master \
    --host 127.0.0.1 --port "$port" --webui-port 0 >"$WORK/master.log" 2>&1 &
  master_pid=$!
  wait_for "$WORK/master.log" 'New state: ALIVE'
  start_worker 1
  worker1_pid=$worker_pid
  start_worker 2
  worker2_pid=$worker_pid
}

start_worker() { # number
  java -Xmx256m -cp "$SPARK_HOME/jars/*" org.apache.spark.deploy.worker.Worker \
    --host 127.0.0.1 --cores 1 --memory "$MEMORY" --webui-port 0 --work-dir "$WORK/worker$1" \
    "$master" >"$WORK/worker$1.log" 2>&1 &
  worker_pid=$!
  wait_for "$WORK/worker$1.log" 'Successfully registered with master'
}

stop_cluster() {
  for pid in ${worker1_pid:-} ${worker2_pid:-} ${master_pid:-}; do
    kill "$pid" 2>/dev/null || true
  done
  wait 2>/dev/null || true
}

wait_for() { # file, text: at most five minutes
  for _ in $(seq 3000); do
    grep -qs -- "$2" "$1" && return
    sleep 0.1
  done
  echo "expected '$2' in $1, found:" >&2
  tail -n 20 "$1" >&2
  exit 1
}

# Runs a program as the driver of an application on the cluster.
on_cluster() { # driver's memory, class, arguments
  local heap=$1 class=$2
  shift 2
  java "-Xmx$heap" --add-modules=jdk.incubator.vector $java_options \
    -Dspark.master="$master" -Dspark.jars="$JARS" -Dspark.executor.memory="$MEMORY" \
    -Dspark.executor.extraJavaOptions=--add-modules=jdk.incubator.vector \
    -Dspark.driver.host=127.0.0.1 -Dspark.ui.enabled=false -Dspark.driver.maxResultSize=0 \
    -Dspark.local.dir="$WORK" -Dspark.cores.max=2 $spark_options \
    -cp "$(printf %s "$JARS" | tr , :):$SPARK_HOME/jars/*" "$class" "$@"
}

spark_options=
# What spark-submit would add for Java 17.
java_options=$(for package in lang lang.invoke lang.reflect io net nio util util.concurrent util.concurrent.atomic; do
  printf ' --add-opens=java.base/java.%s=ALL-UNNAMED' "$package"
done)
java_options="$java_options --add-opens=java.base/jdk.internal.ref=ALL-UNNAMED"
java_options="$java_options --add-opens=java.base/sun.nio.ch=ALL-UNNAMED --add-opens=java.base/sun.nio.cs=ALL-UNNAMED"
java_options="$java_options --add-opens=java.base/sun.security.action=ALL-UNNAMED --add-opens=java.base/sun.util.calendar=ALL-UNNAMED"

# Compiles a program of this folder; JARS are those that it and the executors need.
program() { # name
  local project version jar
  project=$(cd -- "$here/../../.." && pwd)
  version=$(sed -n '0,/<version>/s/.*<version>\(.*\)<.*/\1/p' "$project/pom.xml")
  JARS=$project/target/lanefactor-$version.jar,$project/target/spark/lanefactor-spark-$version.jar
  for jar in ${JARS/,/ }; do
    [ -f "$jar" ] || { echo "expected $jar: run mvn -Pspark verify first" >&2; exit 2; }
  done
  mkdir "$WORK/classes"
  javac -d "$WORK/classes" -cp "${JARS/,/:}:$SPARK_HOME/jars/*" "$here/$1.java"
  jar --create --file "$WORK/program.jar" -C "$WORK/classes" .
  JARS=$JARS,$WORK/program.jar
}

# The last lines of a driver and of the executors.
failed() { # log
  tail -n 40 "$1" "$WORK"/worker*.log "$WORK"/worker*/app-*/*/stderr >&2 || true
  exit 1
}

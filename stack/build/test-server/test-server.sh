#!/bin/sh
# Starts the time-skipping Temporal test server. It must exec: the SDK stops the process it has started.
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData \
  -cp "$(dirname "$0")/jars/*" io.temporal.testserver.TestServer "$@"

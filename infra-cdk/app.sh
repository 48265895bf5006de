# Starts the app for the CDK's command line (cdk.json).
set -eu
cd "$(dirname "$0")"
if [ ! -f target/classpath.txt ] || [ ! -d target/classes ]; then
  echo "infra-cdk is not built: run 'mvn -DskipTests -pl infra-cdk -am package' in the folder above" >&2
  exit 1
fi
# The CDK's libraries warn of every release of Node that they were not tested on.
export JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION=1
export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=18,20
export JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION=1
exec java -cp "target/classes:$(cat target/classpath.txt)" io.nextcart.infra.NextcartApp

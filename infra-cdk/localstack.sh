#!/usr/bin/env bash
# Nextcart on LocalStack's free edition: ./nextcart localstack up [-c key=value…] | down. docs/localstack.md says what it shows.
set -euo pipefail

image=localstack/localstack:4.14.0
home=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
port=${NEXTCART_LOCALSTACK_PORT:-4566}
name=nextcart-localstack-$port
work=$home/.nextcart/localstack-$port
cdk=$home/infra-cdk/node_modules/.bin/cdk

fail() {
  printf 'nextcart: %s\n' "$1" >&2
  exit 1
}

step() {
  printf '%s\n' "$1"
  began=$SECONDS
}

# Runs a command; what it prints goes to a file and is shown only when it fails.
quietly() {
  local log=$work/$1.log
  shift
  "$@" >"$log" 2>&1 </dev/null || { tail -n 40 "$log" >&2; fail "${1##*/} ${2:-} failed after $((SECONDS - began)) s; all that it printed is in $log"; }
}

# The value that the last deployment gave to an output.
output() {
  sed -n "s/^ *\"$1\": \"\(.*\)\",\{0,1\}\$/\1/p" "$work/outputs.json" | head -n 1
}

# AWS's command line inside the container, so that this machine needs none.
aws_there() {
  docker exec "$name" awslocal "$@" 2>"$work/aws.log" || { cat "$work/aws.log" >&2; fail "aws $1 $2 failed"; }
}

require_tools() {
  local tool
  for tool in docker curl node npm; do
    command -v "$tool" >/dev/null || fail "$tool is not on the PATH; LocalStack and the CDK need docker, curl, node and npm"
  done
  docker info >/dev/null 2>&1 || fail "Docker does not answer (docker info); start its daemon, or let this user use it"
  if ! docker image inspect "$image" >/dev/null 2>&1; then
    step "Pulling $image"
    quietly pull docker pull "$image"
  fi
}

start() {
  if [[ $(docker ps --quiet --filter "name=^$name\$") ]]; then
    printf 'LocalStack runs already\n'
    return
  fi
  step "Starting LocalStack on 127.0.0.1:$port"
  docker rm --force --volumes "$name" >/dev/null 2>&1 || true
  # A Lambda of Java takes longer than LocalStack's 20 s where processors are few.
  quietly start docker run --detach --name "$name" --publish "127.0.0.1:$port:4566" --volume /var/run/docker.sock:/var/run/docker.sock \
    --env LAMBDA_RUNTIME_ENVIRONMENT_TIMEOUT=120 --env DISABLE_EVENTS=1 --env SKIP_SSL_CERT_DOWNLOAD=1 "$image"
  until curl --silent --fail --max-time 5 "$AWS_ENDPOINT_URL/_localstack/health" >/dev/null; do
    [[ $(docker ps --quiet --filter "name=^$name\$") ]] || { docker logs "$name" 2>&1 | tail -n 20 >&2; fail "LocalStack ended at once; its last lines are above"; }
    ((SECONDS - began < 180)) || fail "LocalStack does not answer after 180 s; see docker logs $name"
    sleep 1
  done
  quietly bootstrap run_cdk bootstrap aws://000000000000/us-east-1
}

# What differs from the last build, and what the CDK's command line needs.
build() {
  "$home/nextcart" --version >/dev/null
  local stamp=$home/infra-cdk/target/localstack.built
  if [[ ! -f $stamp || $(find "$home/local/target/launcher.built" "$home/infra-cdk/pom.xml" "$home/infra-cdk/src/main" -newer "$stamp" -print -quit) ]]; then
    step "Building the stacks"
    (cd "$home" && quietly build mvn -B -Dstyle.color=never -DskipTests -pl infra-cdk -am package)
    touch "$stamp"
  fi
  if [[ ! -x $cdk ]]; then
    step "Fetching the CDK's command line (npm install)"
    quietly npm npm install --prefix "$home/infra-cdk" --no-audit --no-fund
  fi
}

run_cdk() {
  (cd "$home/infra-cdk" && "$cdk" "$@" --output "$work/cdk.out" -c stage=dev -c target=localstack --progress events)
}

deploy() {
  step "Deploying the stacks"
  quietly deploy run_cdk deploy --all --require-approval never --outputs-file "$work/outputs.json" "$@"
  sed -n 's/^.*✅ */    /p' "$work/deploy.log"
  printf '    in %d s\n' $((SECONDS - began))
  local id
  id=$(output ApiUrl)
  id=${id#*//}
  api=$AWS_ENDPOINT_URL/_aws/execute-api/${id%%.*}/live
  key=$(aws_there apigateway get-api-key --api-key "$(output ApiKeyId)" --include-value --query value --output text)
}

# How many events lie in the archive.
archived() {
  docker exec "$name" sh -c "rm -rf /tmp/archive; awslocal s3 cp --quiet --recursive s3://$(output ArchiveBucketName)/events /tmp/archive;
    find /tmp/archive -name '*.gz' -exec zcat {} + | wc -l" 2>/dev/null || echo 0
}

# Waits until a call answers as it should: the first starts a container.
await() {
  until curl --silent --max-time 120 "$api$1" -H "X-API-Key: $key" | grep -q "$2"; do
    ((SECONDS - began < 600)) || fail "$api$1 does not answer with $2 after 600 s; see docker logs $name"
    sleep 1
  done
}

fill() {
  local shop=$work/shop sent there=0
  step "Waiting for the Lambdas"
  await /v1/health '"status"'
  await /v1/users/nobody/events '"events"'
  step "Sending a synthetic shop through the API"
  "$home/nextcart" generate --force --out "$shop" --scale 0.001 >"$work/generate.log"
  # The first sessions of the smallest shop are enough: LocalStack writes more slowly than DynamoDB.
  sent=1000
  head -n $((sent + 1)) "$shop/events.csv" >"$shop/sent.csv"
  "$home/nextcart" send --rate 500 --events "$shop/sent.csv" --url "$api" --api-key "$key" | sed 's/^/    /' || fail "the events could not be sent; see docker logs $name"
  step "Waiting until the stream has archived them"
  while there=$(archived) && ((there < sent)); do
    ((SECONDS - began < 600)) || fail "only $there of $sent events are in the archive after 600 s; see docker logs $name"
    sleep 3
  done
  printf '    %d events after %d s\n' "$there" $((SECONDS - began))
  step "Training on the archive"
  quietly train "$home/nextcart" pipeline --store "$(output ModelStore)" --archive "s3://$(output ArchiveBucketName)" \
    --item-properties "$shop"/item_properties_part?.csv --category-tree "$shop/category_tree.csv"
  sed -n 's/^\(Published .*\)/    \1/p' "$work/train.log"
}

serve() {
  local user list
  user=$(sed -n 2p "$work/shop/events.csv" | cut -d, -f2)
  list="$api/v1/recommendations/$user?k=3"
  step "Waiting until the model serves"
  await "${list#"$api"}" '"model":"'
  printf '\n%s\n\ncurl "%s" -H "X-API-Key: %s"\n' "The API: $api" "$list" "$key"
  curl --silent "$list" -H "X-API-Key: $key"
  printf '\n\nTo deploy what you changed: ./nextcart localstack up; to remove all of it: ./nextcart localstack down\n'
}

export AWS_ENDPOINT_URL=http://127.0.0.1:$port AWS_ENDPOINT_URL_S3=http://127.0.0.1:$port
export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1 CDK_DISABLE_CLI_TELEMETRY=true
unset AWS_PROFILE AWS_SESSION_TOKEN AWS_DEFAULT_REGION
case "${1:-}" in
  up)
    mkdir -p "$work"
    require_tools
    build
    start
    deploy "${@:2}"
    # Of this container and these buckets: they may have been destroyed since.
    stacks="$(docker ps --quiet --no-trunc --filter "name=^$name\$") $(output ModelStore)"
    [[ -f $work/filled && $stacks == "$(<"$work/filled")" ]] || fill
    printf '%s\n' "$stacks" >"$work/filled"
    serve
    ;;
  down)
    command -v docker >/dev/null || fail "docker is not on the PATH"
    # LocalStack ends its Lambdas when it is stopped, not when it is killed.
    docker stop --time 20 "$name" >/dev/null 2>&1 || true
    for left in $(docker ps --all --quiet --filter "name=^$name"); do
      docker rm --force --volumes "$left" >/dev/null 2>&1 || true # one that is ending goes by itself
    done
    rm -rf "$work"
    printf 'Removed LocalStack, its Lambdas and %s\n' "$work"
    ;;
  *) fail "localstack expects up [-c key=value…] or down" ;;
esac

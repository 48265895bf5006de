#!/bin/sh
# Makes what stands in the image beside our jars: a Java runtime of the modules we need, and the C libraries that it and the native
# libraries of DuckDB and CatBoost load, those of the machine that builds. Linux, x86-64, glibc.
# usage: root.sh <java home> <folder to make> <jar with native libraries>…
set -eu
java_home=$1
root=$2
shift 2
if [ "$(uname -sm)" != "Linux x86_64" ]; then
  echo "root.sh: the image is built on Linux x86-64, found $(uname -sm)" >&2
  exit 1
fi
if [ ! -d "$java_home/jmods" ] && ! "$java_home/bin/jlink" --help | grep -q 'linking from run-time image enabled'; then
  echo "root.sh: $java_home has no jmods, expected a JDK that jlink can link from" >&2
  exit 1
fi
rm -rf "$root"
mkdir -p "$root/etc" "$root/tmp" "$root/work" "$root/opt" "$root/licenses/copyright"
here=$(dirname "$0")
cp "$here"/licenses/* "$here/../../LICENSE" "$here/../../NOTICE" "$root/licenses/"

modules=java.base,java.logging,java.management,java.naming,java.net.http,java.sql,java.xml,jdk.crypto.ec,jdk.management,jdk.unsupported,jdk.zipfs
"$java_home/bin/jlink" --add-modules "$modules" --strip-java-debug-attributes --no-header-files --no-man-pages \
  --output "$root/opt/java"
# Some distributions keep the certificates outside of the JDK.
cp -L "$java_home/lib/security/cacerts" "$root/opt/java/lib/security/cacerts"

natives=$(mktemp -d)
trap 'rm -rf "$natives"' EXIT
for jar in "$@"; do
  names=$("$java_home/bin/jar" tf "$jar" | grep -E 'linux-x86_64/.*\.so$|linux_amd64$') \
    || { echo "root.sh: $jar holds no native library of Linux on x86-64" >&2; exit 1; }
  (cd "$natives" && echo "$names" | xargs "$java_home/bin/jar" xf "$jar")
done
find "$root/opt/java" -name '*.so' > "$natives/list"
find "$natives" -type f \( -name '*.so' -o -name '*linux_amd64' \) >> "$natives/list"
echo "$root/opt/java/bin/java" >> "$natives/list"
while read -r file; do
  ldd "$file" 2>/dev/null || true
done < "$natives/list" | awk '/=> \// { print $3 } $1 ~ /^\/.*ld-linux/ { print $1 }' | sort -u | grep -v "^$root" | while read -r library; do
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
  package=$(dpkg -S "$library" "$(readlink -f "$library")" 2>/dev/null | head -n 1 | cut -d: -f1) || true
  if [ -n "$package" ] && [ -f "/usr/share/doc/$package/copyright" ]; then
    cp -L "/usr/share/doc/$package/copyright" "$root/licenses/copyright/$package"
  fi
done
[ -e "$root/lib64/ld-linux-x86-64.so.2" ] || { echo "root.sh: no C library found, expected glibc" >&2; exit 1; }

echo 'nextcart:x:10001:10001:Nextcart:/work:/sbin/nologin' > "$root/etc/passwd"
echo 'nextcart:x:10001:' > "$root/etc/group"
echo 'hosts: files dns' > "$root/etc/nsswitch.conf"

#!/usr/bin/env bash
# Tries what is released as its users will: builds and deploys all artifacts into target/repository, checks what is in
# them, says what each library brings along, and tests docs/spring-boot and docs/kafka-streams against them.
# Nothing is installed: the user's own local repository is read, and what it lacks comes from the network.
#
#   docs/try-release.sh            builds, deploys, tries
#   docs/try-release.sh deployed   tries what was deployed before
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
deployed=$root/target/repository
local=$root/target/local-repository # as on a computer that has never seen us
group=io/github/autoencoders
version=$(sed -n 's/.*<version>\(.*\)<\/version>.*/\1/p' bom/pom.xml | head -n 1)

fail() {
  printf 'try-release: %s\n' "$1" >&2
  exit 1
}

if [ "${1:-}" != deployed ]; then
  rm -rf "$deployed"
  mvn -q -B -P release -DskipTests -Dmaven.install.skip=true \
    "-DaltDeploymentRepository=target::file://$deployed" deploy
fi

# What every library must have.
for name in api models zoo data training spark serving benchmark; do
  jar=$deployed/$group/autoencoders-$name/$version/autoencoders-$name-$version
  for kind in '' -sources -javadoc; do
    [ -f "$jar$kind.jar" ] || fail "there is no $jar$kind.jar"
  done
  unzip -p "$jar.jar" META-INF/LICENSE | grep -q 'Apache License' || fail "$jar.jar has no license"
  unzip -p "$jar.jar" META-INF/MANIFEST.MF | grep -q "Automatic-Module-Name: io.github.autoencoders.$name" \
    || fail "$jar.jar has no name of a module"
  grep -q "<artifactId>autoencoders-$name<" bom/pom.xml || fail "bom/pom.xml lacks autoencoders-$name"
done
[ -f "$deployed/$group/autoencoders-bom/$version/autoencoders-bom-$version.pom" ] || fail 'there is no BOM'
[ "$(find "$deployed/$group" -name '*.params' | wc -l)" = 0 ] || fail 'parameters lie outside of their jar'
for jar in "$deployed/$group"/autoencoders-{api,zoo,data,training,spark,serving,benchmark}/"$version"/*.jar; do
  if unzip -l "$jar" | grep 'mlrepo/' > /dev/null; then fail "$jar holds models"; fi
  if unzip -l "$jar" | grep 'org/openjdk/jmh/' > /dev/null; then fail "$jar holds JMH"; fi
done

# No package in two modules: Java's module path takes none twice.
for jar in "$deployed/$group"/autoencoders-{api,zoo,data,training,spark,serving,benchmark}/"$version"/*"-$version.jar"; do
  unzip -Z1 "$jar" '*.class' | sed 's|/[^/]*$||' | sort -u
done | sort | uniq -d | { ! grep . || fail 'a package is in two modules'; }

# A local repository of its own, filled from the user's: ours come from nowhere but target/repository.
cat > target/settings.xml <<SETTINGS
<settings>
  <localRepository>$local</localRepository>
  <profiles>
    <profile>
      <id>deployed</id>
      <repositories>
        <repository><id>deployed</id><url>file://$deployed</url></repository>
        <repository><id>own</id><url>file://$HOME/.m2/repository</url></repository>
      </repositories>
      <pluginRepositories>
        <pluginRepository><id>own</id><url>file://$HOME/.m2/repository</url></pluginRepository>
      </pluginRepositories>
    </profile>
  </profiles>
  <activeProfiles><activeProfile>deployed</activeProfile></activeProfiles>
</settings>
SETTINGS
rm -rf "$local/$group"
maven=(mvn -q -B -s "$root/target/settings.xml")

printf '\nWhat a library brings along, at run time:\n'
for name in api zoo data training spark serving benchmark; do
  mkdir -p "target/closure/$name"
  cat > "target/closure/$name/pom.xml" <<POM
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>try</groupId><artifactId>$name</artifactId><version>1</version>
  <dependencyManagement><dependencies><dependency>
    <groupId>io.github.autoencoders</groupId><artifactId>autoencoders-bom</artifactId><version>$version</version>
    <type>pom</type><scope>import</scope>
  </dependency></dependencies></dependencyManagement>
  <dependencies><dependency>
    <groupId>io.github.autoencoders</groupId><artifactId>autoencoders-$name</artifactId>
  </dependency></dependencies>
</project>
POM
  "${maven[@]}" -f "target/closure/$name/pom.xml" \
    org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath \
    -DincludeScope=runtime "-Dmdep.outputFile=$root/target/closure/$name/path.txt"
  tr : '\n' < "target/closure/$name/path.txt" > "target/closure/$name/jars.txt"
  if grep -E 'engine|slf4j-simple|logback|picocli|jmh|autoencoders-models' "target/closure/$name/jars.txt"; then
    fail "autoencoders-$name brings what a library must not"
  fi
  xargs -d '\n' du -cbL < "target/closure/$name/jars.txt" | tail -n 1 \
    | awk -v name="$name" -v jars="$(grep -c . "target/closure/$name/jars.txt")" \
      '{ printf "  autoencoders-%-10s %2d jars, %5.1f MB\n", name, jars, $1 / 1e6 }'
done

printf '\nThe Spring Boot application in docs/spring-boot:\n'
"${maven[@]}" -f docs/spring-boot/pom.xml "-Dautoencoders.version=$version" package
printf '  its tests pass\n'

printf '\nThe processor of Kafka Streams in docs/kafka-streams:\n'
"${maven[@]}" -f docs/kafka-streams/pom.xml "-Dautoencoders.version=$version" package
printf '  its test passes\n'

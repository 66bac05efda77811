package dev.casebook.servers;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Of this JVM's class path, what a broker needs: the rest would only cost it memory and time. */
final class KafkaClassPath {

    private static final Pattern NEEDED = Pattern.compile(
            "(servers|stack|kafka|scala-library|scala-logging|slf4j|jboss-logmanager|jboss-logging|smallrye-common"
                    + "|jakarta\\.json|parsson|jackson-(core|databind|annotations|dataformat-csv)|metrics-core|jopt-simple|jose4j|log4j-api"
                    + "|caffeine|re2j|pcollections|HdrHistogram|hash4j|zstd-jni|snappy-java|lz4-java|at-yawk-lz4|argparse4j"
                    + "|commons-validator|error_prone_annotations|jspecify)[-_.0-9A-Za-z]*\\.jar");

    private KafkaClassPath() {}

    static List<Path> current() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(KafkaClassPath::isNeeded)
                .map(Path::of)
                .toList();
    }

    private static boolean isNeeded(String entry) {
        var name = Path.of(entry).getFileName().toString();
        // Folders of classes: this module's, when the build has not packed it yet.
        return NEEDED.matcher(name).matches() || name.equals("classes");
    }
}

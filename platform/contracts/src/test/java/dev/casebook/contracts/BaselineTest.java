package dev.casebook.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Holds the contracts against the committed baseline. {@code ./casebook test contracts -Dcontracts.accept} makes compatible additions part of
 * the baseline; it accepts nothing else.
 */
class BaselineTest {

    private static final Path BASELINE = Path.of("src/test/resources/baseline.binpb");
    private static final Path CURRENT = Path.of("target/classes/contracts.binpb");

    @Test
    void contractsStayCompatibleWithTheBaseline() throws IOException {
        assertThat(Compatibility.breaks(read(BASELINE), read(CURRENT))).isEmpty();
    }

    @Test
    void baselineKnowsEveryAddition() throws IOException {
        var current = read(CURRENT);
        if (System.getProperty("contracts.accept") != null
                && Compatibility.breaks(read(BASELINE), current).isEmpty()) {
            Files.write(BASELINE, current.toByteArray());
        }

        assertThat(read(BASELINE))
                .as("additions that are meant: ./casebook test contracts -Dcontracts.accept")
                .isEqualTo(current);
    }

    /** Without comments and positions: a better sentence is no change of the contract. Without Google's own files: theirs to keep. */
    private static FileDescriptorSet read(Path file) throws IOException {
        var all = FileDescriptorSet.newBuilder();
        if (Files.exists(file)) {
            FileDescriptorSet.parseFrom(Files.readAllBytes(file)).getFileList().stream()
                    .filter(each -> each.getName().startsWith("casebook/"))
                    .map(each -> FileDescriptorProto.newBuilder(each)
                            .clearSourceCodeInfo()
                            .build())
                    .forEach(all::addFile);
        }
        return all.build();
    }
}

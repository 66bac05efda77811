package dev.casebook.limiter.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.casebook.limiter.algorithms.Rate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareLimitersTest {

    private static final Rate LIMIT = Contestant.LIMIT;

    @TempDir
    private Path folder;

    private static Map<String, Replay> replays(Arrivals arrivals) {
        return Contestant.all(LIMIT).stream()
                .collect(Collectors.toMap(
                        Contestant::name, each -> Replay.of(each.algorithm(), arrivals, LIMIT.period())));
    }

    @Test
    void nobodyExceedsItsBoundOnTheExample() {
        var replays = replays(Arrivals.example(100));
        var bounds = Contestant.all(LIMIT).stream().collect(Collectors.toMap(Contestant::name, Function.identity()));

        assertThat(replays).allSatisfy((name, replay) -> {
            assertThat(replay.worstWindow())
                    .isPositive()
                    .isLessThanOrEqualTo(bounds.get(name).bound());
        });
    }

    @Test
    void exampleDoublesTheFixedWindowAndNotTheLog() {
        var replays = replays(Arrivals.example(100));

        assertThat(replays.get("fixed window").worstWindow()).isEqualTo(200);
        assertThat(replays.get("sliding window log").worstWindow()).isEqualTo(100);
        assertThat(replays.get("GCRA").passed())
                .isEqualTo(replays.get("token bucket").passed());
    }

    @Test
    void shaperSpreadsABurstAndTheOthersDoNotMakeAnybodyWait() {
        var burst = new Arrivals(LongStream.range(0, 100).map(_ -> 0).toArray());

        var replays = replays(burst);

        assertThat(replays.get("leaky bucket").longestWait()).isEqualTo(990_000);
        assertThat(replays.get("leaky bucket").histogram(1_000_000, 10)).containsOnly(10);
        assertThat(replays.get("token bucket").longestWait()).isZero();
    }

    @Test
    void worstWindowIsFoundWhereverItStarts() {
        var arrivals = new Arrivals(new long[] {0, 900_000, 950_000, 1_800_000, 1_900_000});

        assertThat(replays(arrivals).get("fixed window").worstWindow()).isEqualTo(3);
    }

    @Test
    void recordedTraceComesBackAsItWas() throws IOException {
        var example = Arrivals.example(100);
        example.write(folder.resolve("trace.txt"));

        assertThat(Arrivals.read(folder.resolve("trace.txt")).micros()).isEqualTo(example.micros());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0,x,3|line 2: \"x\" is not a whole number of microseconds",
                "0,,1.5|line 3: \"1.5\" is not",
                "7,9,8|line 3: 8 µs comes before",
                "-1|line 1: -1 µs comes before"
            })
    void lineThatIsNoArrivalIsNamed(String lines, String message) throws IOException {
        var trace = Files.writeString(folder.resolve("trace.txt"), lines.replace(',', '\n'));

        assertThatThrownBy(() -> CompareLimiters.compare(folder.toString(), trace.toString()))
                .isInstanceOf(MalformedTraceException.class)
                .hasMessageContaining("trace.txt, " + message);
    }

    @Test
    void traceThatIsNotThereIsSaid() {
        assertThatThrownBy(() -> CompareLimiters.compare(folder.toString(), "nowhere.txt"))
                .isInstanceOf(MalformedTraceException.class)
                .hasMessage("nowhere.txt is not there");
    }

    @Test
    void traceThatGoesBackInTimeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Arrivals(new long[] {2, 1}))
                .withMessageContaining("arrival 1 at 1 µs");
    }

    @Test
    void pageAndTraceAreWritten() throws IOException {
        CompareLimiters.compare(folder.toString());

        assertThat(folder.resolve("limiters.html")).content().contains("sliding window counter", "<rect");
        assertThat(Files.readAllLines(folder.resolve("limiters-trace.txt"))).hasSize(7_500);
    }
}

package dev.casebook.lab.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MatrixTest {

    /** No gateway at all is the one that changes nothing and refuses nothing. */
    @Test
    void passingOnEverythingIsWrong() throws IOException {
        var matrix = withoutGateway();

        assertThat(ruling(matrix, "header that Connection names")).isEqualTo("✗ passed on");
        assertThat(ruling(matrix, "answer's header that Connection names")).isEqualTo("✗ passed on");
        assertThat(ruling(matrix, "answer's Keep-Alive")).isEqualTo("✗ passed on");
        assertThat(ruling(matrix, "X_Auth, which CGI reads as X-Auth")).isEqualTo("✗ passed on");
        assertThat(ruling(matrix, "LF without CR in the head")).isEqualTo("✗ 200, passed on");
        assertThat(ruling(matrix, "Via")).isEqualTo("✗ not added");
        assertThat(ruling(matrix, "no Host")).isEqualTo("✗ 200, passed on");
        assertThat(ruling(matrix, "Content-Length and Transfer-Encoding")).isEqualTo("✗ 200, passed on");
        assertThat(ruling(matrix, "/open/pub/../admin")).isEqualTo("✗ 200, passed on");
        assertThat(ruling(matrix, "answer with two lengths")).isEqualTo("✗ 200");
        assertThat(ruling(matrix, "answer with both framings")).isEqualTo("✗ both passed on");
    }

    @Test
    void whatNeedsNoChangeIsRight() throws IOException {
        var matrix = withoutGateway();

        assertThat(ruling(matrix, "Expect: 100-continue")).isEqualTo("100, then 200");
        assertThat(ruling(matrix, "/open/pub%2f..%2fadmin")).isEqualTo("kept");
        assertThat(matrix.right(0)).isEqualTo(2);
        assertThat(matrix.page().text()).contains("2 of " + HttpCases.ALL.size());
    }

    private static Matrix withoutGateway() throws IOException {
        try (var origin = new Origin(HttpCases.ANSWERS)) {
            return Matrix.of(new LinkedHashMap<>(Map.of("none", origin.port())), origin);
        }
    }

    private static String ruling(Matrix matrix, String name) {
        for (int i = 0; i < matrix.cases().size(); i++) {
            if (matrix.cases().get(i).name().equals(name)) {
                return matrix.rulings().get(i).getFirst().toString();
            }
        }
        throw new AssertionError("no case " + name);
    }
}

package dev.casebook.gateway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathTemplateTest {

    @ParameterizedTest
    @CsvSource({
        "/{code}, /s/{code}, /abc, /s/abc",
        "/a/{x}/b/{y}, /{y}/{x}, /a/1/b/2, /2/1",
        "/a/{x}/**, /{x}/v2/**, /a/1/b/c, /1/v2/b/c",
        "/a/**, /b/**, /a, /b",
        "/a/**, /b/**, /a/, /b/",
        "/a/**, /b/**, /a/c//, /b/c//",
        "/a/**, /**, /a, /",
        "/a/**, /**, /a/b, /b",
        "/**, /b/**, /a/c, /b/a/c",
        "/**, /b/**, /, /b/",
        "/a/**, /b, /a/c, /b",
        "/a, /, /a, /"
    })
    void partsTakeTheirPlaces(String pattern, String template, String path, String expanded) {
        assertThat(PathTemplate.parse(template, PathPattern.parse(pattern)).expand(path))
                .isEqualTo(expanded);
    }
}

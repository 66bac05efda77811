package dev.casebook.gateway.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a/b, /a/b",
        "/a/, /a/",
        "/.well-known/x, /.well-known/x",
        "/a..b/...c, /a..b/...c",
        "/a/./b, /a/b",
        "/a/../b, /b",
        "/a/b/.., /a/",
        "/a/., /a/",
        "/../../a, /a",
        "/%2e%2E/a, /a",
        "/a/%2e/b, /a/b",
        "/%61%2D%7e, /a-~",
        "/a%2ab, /a%2Ab",
        "/%c3%a4, /%C3%A4",
        "/a%252fb, /a%252fb",
        "/a;p=1/b, /a;p=1/b",
        "/a b|c, ",
        "/x|y, /x%7Cy",
        "/a:b@c!$&'()*+=, /a:b@c!$&'()*+="
    })
    void pathHasOneNormalForm(String asked, String normal) {
        if (normal == null) {
            assertThatThrownBy(() -> RequestTarget.parse(asked)).isInstanceOf(BadTargetException.class);
        } else {
            assertThat(RequestTarget.parse(asked).path()).isEqualTo(normal);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a%2fb",
                "/a%2Fb",
                "/a%5cb",
                "/a\\b",
                "/%00",
                "/%0a",
                "/%7f",
                "/%",
                "/%2",
                "/%g0",
                "//a",
                "/a//b",
                "/..;/a",
                "/.;x/a",
                "/..%3b/a",
                "/a#b",
                "/ä",
                "/a?b#c",
                "/a?b c",
                "a",
                "",
                "http:///a",
                "ftp://h/a",
                "/....//admin"
            })
    void ambiguousTargetIsRefused(String target) {
        assertThatThrownBy(() -> RequestTarget.parse(target)).isInstanceOf(BadTargetException.class);
    }

    @ParameterizedTest
    @CsvSource({"http://h:8/a?b, h:8, /a?b", "HTTPS://h, h, /", "http://h?b, h, /?b", "http://h/../a, h, /a"})
    void absoluteTargetHasAnAuthority(String target, String authority, String text) {
        assertThat(RequestTarget.parse(target).authority()).contains(authority);
        assertThat(RequestTarget.parse(target).text()).isEqualTo(text);
    }

    @Property
    void normalFormStaysAsItIs(@ForAll("paths") String path) {
        String once;
        try {
            once = PathNormaliser.normalise(path);
        } catch (BadTargetException refused) {
            return;
        }
        assertThat(PathNormaliser.normalise(once)).isEqualTo(once);
        assertThat(once).startsWith("/").doesNotContain("/./", "/../").doesNotMatch(".*/\\.{1,2}");
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of("/", ".", "..", "%2e", "%2F", "%41", "%7e", "%c3", ";", "a", "b", "%", "|", "%3b")
                .list()
                .ofMaxSize(12)
                .map(parts -> "/" + String.join("", parts));
    }
}

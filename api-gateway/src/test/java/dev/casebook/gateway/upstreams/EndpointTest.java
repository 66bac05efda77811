package dev.casebook.gateway.upstreams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {

    @Test
    void servicesAndTheirInstancesAreRead() {
        assertThat(Endpoint.parseAll("a=127.0.0.1:1/2,host.test:3/4*30; b=[::1]:5/6;"))
                .containsEntry("a", List.of(new Endpoint("127.0.0.1", 1, 2, 1), new Endpoint("host.test", 3, 4, 30)))
                .containsEntry("b", List.of(new Endpoint("::1", 5, 6, 1)));
        assertThat(Endpoint.parseAll("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a                  | a is not name=host:port/managementPort
                    =h:1/2             | =h:1/2 is not name=
                    a=h:1              | h:1 is not host:port/managementPort
                    a=h:0/2            | port 0 is not within 1 to 65535
                    a=h:1/65536        | port 65536 is not within 1 to 65535
                    a=h:1/2*0       | weight 0 is not within 1 to 1000
                    a=h:1/2*1001    | weight 1001 is not within 1 to 1000
                    a=h:1/2*x       | h:1/2*x is not host:port/managementPort or
                    a=h:1/2;a=h:3/4    | a is there twice
                    """)
    void mistakeIsNamed(String text, String message) {
        assertThatThrownBy(() -> Endpoint.parseAll(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}

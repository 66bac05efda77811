package dev.casebook.gateway.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTest {

    @Test
    void textStaysText() {
        assertThat(new Html().cell("<b title=\"a\" id='b'>&").toString())
                .isEqualTo("<td>&lt;b title=&quot;a&quot; id=&#39;b&#39;&gt;&amp;</td>");
    }
}

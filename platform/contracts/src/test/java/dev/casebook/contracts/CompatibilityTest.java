package dev.casebook.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TextFormat.ParseException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One bad change for each rule, made to one small contract. */
class CompatibilityTest {

    private static final String BEFORE = """
            package: "shop" name: "casebook/shop.proto"
            message_type {
              name: "Order"
              field { name: "id" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
              field { name: "cents" number: 2 type: TYPE_INT64 label: LABEL_OPTIONAL }
              field { name: "card" number: 3 type: TYPE_STRING label: LABEL_OPTIONAL oneof_index: 0 }
              oneof_decl { name: "payment" }
              reserved_range { start: 9 end: 10 }
              enum_type { name: "State" value { name: "OPEN" number: 0 } value { name: "PAID" number: 1 } }
            }
            message_type { name: "Reply" }
            service { name: "Shop" method { name: "Place" input_type: ".shop.Order" output_type: ".shop.Reply" } }
            """;

    static Stream<Arguments> badChangeIsNamed() {
        return Stream.of(
                bad("cents\" number: 2", "total\" number: 2", "shop.Order.cents: number 2 is reused for total"),
                bad(
                        "TYPE_INT64",
                        "TYPE_INT32",
                        "cents changes from LABEL_OPTIONAL TYPE_INT64 to LABEL_OPTIONAL TYPE_INT32"),
                bad(
                        "TYPE_INT64 label: LABEL_OPTIONAL",
                        "TYPE_INT64 label: LABEL_REPEATED",
                        "to LABEL_REPEATED TYPE_INT64"),
                bad(" oneof_index: 0", "", "card changes from LABEL_OPTIONAL TYPE_STRING in oneof payment"),
                bad(
                        "field { name: \"cents\" number: 2 type: TYPE_INT64 label: LABEL_OPTIONAL }",
                        "",
                        "cents is removed without reserving its number 2 and its name"),
                bad(
                        "field { name: \"cents\" number: 2 type: TYPE_INT64 label: LABEL_OPTIONAL }",
                        "reserved_range { start: 2 end: 3 }",
                        "cents is removed without reserving its number 2 and its name"),
                bad("reserved_range { start: 9 end: 10 }", "", "shop.Order no longer reserves number 9"),
                bad("message_type { name: \"Reply\" }", "", "message shop.Reply is removed"),
                bad("value { name: \"PAID\" number: 1 }", "", "State.PAID is removed without reserving it"),
                bad("\"PAID\" number: 1", "\"PAID\" number: 2", "State.PAID changes from 1 to 2"),
                bad("enum_type { name: \"State\"", "enum_type { name: \"Status\"", "enum shop.Order.State is removed"),
                bad("name: \"Place\"", "name: \"Put\"", "method shop.Shop.Place is removed"),
                bad("output_type: \".shop.Reply\"", "output_type: \".shop.Order\"", "Place changes from (.shop.Order)"),
                bad("\".shop.Reply\"", "\".shop.Reply\" server_streaming: true", "-> (stream .shop.Reply)"),
                bad("service { name: \"Shop\"", "service { name: \"Store\"", "service shop.Shop is removed"));
    }

    @ParameterizedTest
    @MethodSource
    void badChangeIsNamed(String from, String to, String sentence) throws ParseException {
        assertThat(BEFORE).contains(from);

        assertThat(breaksAfter(from, to)).singleElement().asString().contains(sentence);
    }

    @Test
    void additionsAndReservedRemovalsAreCompatible() throws ParseException {
        assertThat(breaksAfter(
                        "message_type { name: \"Reply\" }",
                        "message_type { name: \"Reply\" field { name: \"ok\" number: 1 } }"))
                .isEmpty();
        assertThat(breaksAfter(
                        "field { name: \"cents\" number: 2 type: TYPE_INT64 label: LABEL_OPTIONAL }",
                        "reserved_range { start: 2 end: 3 } reserved_name: \"cents\""))
                .isEmpty();
    }

    private static List<String> breaksAfter(String from, String to) throws ParseException {
        return Compatibility.breaks(parse(BEFORE), parse(BEFORE.replace(from, to)));
    }

    private static FileDescriptorSet parse(String text) throws ParseException {
        return FileDescriptorSet.newBuilder()
                .addFile(TextFormat.parse(text, FileDescriptorProto.class))
                .build();
    }

    private static Arguments bad(String from, String to, String sentence) {
        return Arguments.of(from, to, sentence);
    }
}

package dev.casebook.contracts;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What may not happen between two states of the contracts, because a reader or a caller of yesterday still runs. After the rules that
 * protobuf's own guide gives for updating a message type.
 */
final class Compatibility {

    private final List<String> breaks = new ArrayList<>();

    private Compatibility() {}

    /** Each break in one sentence; empty when {@code now} may replace {@code before}. */
    static List<String> breaks(FileDescriptorSet before, FileDescriptorSet now) {
        var check = new Compatibility();
        var files = byName(now.getFileList(), FileDescriptorProto::getName);
        for (var file : before.getFileList()) {
            check.file(file, files.getOrDefault(file.getName(), FileDescriptorProto.getDefaultInstance()));
        }
        return check.breaks;
    }

    private void file(FileDescriptorProto before, FileDescriptorProto now) {
        messages(before.getPackage(), before.getMessageTypeList(), now.getMessageTypeList());
        enums(before.getPackage(), before.getEnumTypeList(), now.getEnumTypeList());
        var services = byName(now.getServiceList(), ServiceDescriptorProto::getName);
        for (var service : before.getServiceList()) {
            var name = before.getPackage() + "." + service.getName();
            if (found(services.get(service.getName()), "service " + name)) {
                methods(name, service, services.get(service.getName()));
            }
        }
    }

    private void messages(String scope, List<DescriptorProto> before, List<DescriptorProto> now) {
        var messages = byName(now, DescriptorProto::getName);
        for (var old : before) {
            var name = scope + "." + old.getName();
            var message = messages.get(old.getName());
            if (found(message, "message " + name)) {
                fields(name, old, message);
                reservations(name, old, message);
                messages(name, old.getNestedTypeList(), message.getNestedTypeList());
                enums(name, old.getEnumTypeList(), message.getEnumTypeList());
            }
        }
    }

    private void fields(String message, DescriptorProto before, DescriptorProto now) {
        Map<Integer, FieldDescriptorProto> byNumber = now.getFieldList().stream()
                .collect(Collectors.toMap(FieldDescriptorProto::getNumber, Function.identity()));
        for (var old : before.getFieldList()) {
            var name = message + "." + old.getName();
            var field = byNumber.get(old.getNumber());
            if (field == null) {
                if (!reserves(now, old.getNumber())
                        || !now.getReservedNameList().contains(old.getName())) {
                    breaks.add("%s is removed without reserving its number %d and its name"
                            .formatted(name, old.getNumber()));
                }
            } else if (!field.getName().equals(old.getName())) {
                breaks.add("%s: number %d is reused for %s".formatted(name, old.getNumber(), field.getName()));
            } else if (!typeOf(old, before).equals(typeOf(field, now))) {
                breaks.add("%s changes from %s to %s".formatted(name, typeOf(old, before), typeOf(field, now)));
            }
        }
    }

    private void reservations(String message, DescriptorProto before, DescriptorProto now) {
        for (var range : before.getReservedRangeList()) {
            for (int number = range.getStart(); number < range.getEnd(); number++) {
                if (!reserves(now, number)) {
                    breaks.add("%s no longer reserves number %d".formatted(message, number));
                }
            }
        }
    }

    private void enums(String scope, List<EnumDescriptorProto> before, List<EnumDescriptorProto> now) {
        var enums = byName(now, EnumDescriptorProto::getName);
        for (var old : before) {
            var name = scope + "." + old.getName();
            if (found(enums.get(old.getName()), "enum " + name)) {
                values(name, old, enums.get(old.getName()));
            }
        }
    }

    private void values(String name, EnumDescriptorProto before, EnumDescriptorProto now) {
        var byName = byName(now.getValueList(), EnumValueDescriptorProto::getName);
        for (var old : before.getValueList()) {
            var value = byName.get(old.getName());
            if (value == null && !now.getReservedNameList().contains(old.getName())) {
                breaks.add("%s.%s is removed without reserving it".formatted(name, old.getName()));
            } else if (value != null && value.getNumber() != old.getNumber()) {
                breaks.add("%s.%s changes from %d to %d"
                        .formatted(name, old.getName(), old.getNumber(), value.getNumber()));
            }
        }
    }

    private void methods(String service, ServiceDescriptorProto before, ServiceDescriptorProto now) {
        var methods = byName(now.getMethodList(), MethodDescriptorProto::getName);
        for (var old : before.getMethodList()) {
            var name = service + "." + old.getName();
            var method = methods.get(old.getName());
            if (found(method, "method " + name) && !signature(old).equals(signature(method))) {
                breaks.add("%s changes from %s to %s".formatted(name, signature(old), signature(method)));
            }
        }
    }

    private boolean found(Object now, String what) {
        if (now == null) {
            breaks.add(what + " is removed");
        }
        return now != null;
    }

    private static boolean reserves(DescriptorProto message, int number) {
        return message.getReservedRangeList().stream()
                .anyMatch(range -> range.getStart() <= number && number < range.getEnd());
    }

    private static String typeOf(FieldDescriptorProto field, DescriptorProto message) {
        var type = field.hasTypeName() ? field.getTypeName() : field.getType().name();
        var group = field.hasOneofIndex()
                ? " in oneof " + message.getOneofDecl(field.getOneofIndex()).getName()
                : "";
        return field.getLabel().name() + " " + type + group;
    }

    private static String signature(MethodDescriptorProto method) {
        return "(%s%s) -> (%s%s)"
                .formatted(
                        method.getClientStreaming() ? "stream " : "",
                        method.getInputType(),
                        method.getServerStreaming() ? "stream " : "",
                        method.getOutputType());
    }

    private static <T> Map<String, T> byName(List<T> all, Function<T, String> name) {
        var byName = new HashMap<String, T>();
        all.forEach(each -> byName.put(name.apply(each), each));
        return byName;
    }
}

package dev.casebook.gateway.proxy;

import io.netty.util.AsciiString;

/** Header names, found in any case without making a string. */
final class NameSet {

    private final CharSequence[] slots;

    NameSet(CharSequence... names) {
        slots = new CharSequence[Integer.highestOneBit(names.length | 1) << 2];
        for (var name : names) {
            slots[slot(name)] = new AsciiString(name);
        }
    }

    boolean contains(CharSequence name) {
        return slots[slot(name)] != null;
    }

    /** Where the name is, or would be. */
    private int slot(CharSequence name) {
        int mask = slots.length - 1;
        int slot = AsciiString.hashCode(name) & mask;
        while (slots[slot] != null && !AsciiString.contentEqualsIgnoreCase(slots[slot], name)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}

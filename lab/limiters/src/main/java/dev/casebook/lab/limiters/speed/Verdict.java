package dev.casebook.lab.limiters.speed;

import java.util.ArrayList;
import java.util.List;

/** The tables, and whether what was wanted was reached. */
record Verdict(List<Rounds> tables, List<Bar> bars) {

    Verdict() {
        this(new ArrayList<>(), new ArrayList<>());
    }

    void add(Verdict part) {
        tables.addAll(part.tables());
        bars.addAll(part.bars());
    }

    boolean passed() {
        return bars.stream().allMatch(Bar::passed);
    }
}

package dev.casebook.testkit.bad.cycle.two;

import dev.casebook.testkit.bad.cycle.one.Left;

public class Right {
    Left left;
}

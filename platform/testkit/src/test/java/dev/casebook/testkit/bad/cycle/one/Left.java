package dev.casebook.testkit.bad.cycle.one;

import dev.casebook.testkit.bad.cycle.two.Right;

public class Left {
    Right right;
}

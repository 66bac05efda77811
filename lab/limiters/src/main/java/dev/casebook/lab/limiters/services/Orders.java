package dev.casebook.lab.limiters.services;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The other side of a {@link Program}. */
public final class Orders {

    private final PrintStream answers = System.out;

    /** What is to be done about an order. */
    public interface Work {

        /** @return the answer, one line */
        String carryOut(String order) throws Exception;
    }

    /** From now on standard output is for answers alone; who writes there, as a service logs there, does so to standard error. */
    public Orders() {
        System.setOut(System.err);
    }

    /** Says that it is ready, and carries out each line of standard input, until its end. */
    public void serve(Work work) throws Exception {
        answers.println("ready");
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var order = orders.readLine(); order != null; order = orders.readLine()) {
            answers.println(work.carryOut(order));
        }
    }
}

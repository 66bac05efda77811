package dev.casebook.local;

/** What a person sees while things start, run and stop. */
interface Progress {

    /** What a component does now, in a few words; the same component's earlier words no longer hold. */
    void state(String component, String words);

    /** A line that stays. */
    void say(String line);

    /** From now on, states are lines that stay. */
    void settle();
}

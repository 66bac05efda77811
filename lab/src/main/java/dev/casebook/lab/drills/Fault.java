package dev.casebook.lab.drills;

/** How an instance of a service misbehaves. But for the first two, it still says that it is ready. */
enum Fault {
    NONE,
    /** Nothing listens, and all connections are cut. */
    DEAD,
    /** Answers long after anybody waits. */
    SLOW,
    /** Answers with what is not HTTP. */
    GARBAGE,
    /** Cuts the connection of two requests in five, instead of an answer. */
    CUTTING,
    /** Serves four requests at once, in 10 ms each and in the order in which they came, whoever still waits. */
    NARROW
}
